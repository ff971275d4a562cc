import { useState } from "react";
import { type DifferenceTotals, type Key, type Moment, NOW } from "../../../shared/model/index.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { MomentPicker } from "../../moments/MomentPicker.tsx";
import { useApp } from "../../state/app.ts";
import { momentId, momentName, snapshotAt } from "../../state/moments.ts";
import {
  Button,
  EmptyState,
  ErrorNote,
  exactTime,
  formatCount,
  SidePanel,
  SignalCount,
} from "../../ui/index.ts";
import { KeyChoice } from "./KeyChoice.tsx";
import styles from "./RestorePanel.module.css";
import { TagChoice } from "./TagChoice.tsx";

/** What going back to a moment would change, and the button that does it. */
export function RestorePanel() {
  const dialog = useApp((state) => state.dialog);
  return dialog?.kind === "restore" ? (
    <OpenPanel key={momentId(dialog.to)} to={dialog.to} keys={dialog.keys ?? null} />
  ) : null;
}

function OpenPanel({ to, keys }: { readonly to: Moment; readonly keys: readonly Key[] | null }) {
  const snapshots = useApp((state) => state.snapshots);
  const show = useApp((state) => state.show);
  const dismiss = useApp((state) => state.dismissDialog);
  const compare = useApp((state) => state.compare);
  const selectKey = useApp((state) => state.selectKey);
  const restoreTo = useApp((state) => state.restoreTo);
  const drafts = useApp((state) => state.drafts);
  const [chosen, setChosen] = useState<ReadonlySet<Key> | null>(keys === null ? null : new Set(keys));
  const [isRestoring, setRestoring] = useState(false);
  const { totals, failure } = usePreview(to, chosen);
  const name = momentName(to, snapshots);
  const snapshot = snapshotAt(to, snapshots);
  const count = totals === null ? null : totals.added + totals.removed + totals.changed;
  const unsaved = [...drafts.keys()].filter((key) => chosen === null || chosen.has(key)).length;

  // The keys chosen elsewhere stay chosen; those chosen here were chosen among what this moment differs in.
  const goTo = (moment: Moment) => show({ kind: "restore", to: moment, ...(keys === null ? {} : { keys }) });
  const restore = async () => {
    setRestoring(true);
    const revision = await restoreTo(to, chosen === null ? undefined : [...chosen]);
    setRestoring(false);
    if (revision !== null) dismiss();
  };

  return (
    <SidePanel
      title={`Restore ${name}`}
      isOpen
      onClose={dismiss}
      footer={
        <>
          <Button
            variant="quiet"
            onPress={() => {
              dismiss();
              compare(NOW, to);
            }}
          >
            Look at the differences
          </Button>
          <span className={styles.spacer} />
          <Button onPress={dismiss}>Cancel</Button>
          <Button variant="primary" onPress={() => void restore()} isDisabled={!count || isRestoring}>
            {isRestoring ? "Restoring…" : count ? `Restore ${formatCount(count, "key")}` : "Restore"}
          </Button>
        </>
      }
    >
      <div className={styles.head}>
        <div className={styles.target}>
          <span className={styles.label}>Go back to</span>
          <MomentPicker label="Go back to" value={to} onChange={goTo} />
        </div>
        {snapshot === undefined ? null : (
          <p className={styles.when}>{exactTime(Date.parse(snapshot.createdAt))}</p>
        )}
        <TagChoice to={to} onChange={goTo} />
        {totals === null || !count ? null : (
          <p className={styles.counts}>
            <SignalCount signal="added" count={totals.added} /> restored
            <SignalCount signal="changed" count={totals.changed} /> changed
            <SignalCount signal="removed" count={totals.removed} /> removed
          </p>
        )}
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
        {unsaved > 0 ? (
          <ErrorNote tone="warning">
            {formatCount(unsaved, "key")} {unsaved === 1 ? "has" : "have"} unsaved edits. They stay as drafts.
          </ErrorNote>
        ) : null}
      </div>
      {count === 0 && chosen === null ? (
        <EmptyState title="These two are the same.">The present is what it was at {name} already.</EmptyState>
      ) : (
        <KeyChoice
          to={to}
          chosen={chosen}
          onChange={setChosen}
          onLook={(key) => {
            dismiss();
            selectKey(key);
            compare(NOW, to);
          }}
        />
      )}
    </SidePanel>
  );
}

/** How many keys would change; null while that is on its way. */
function usePreview(to: Moment, chosen: ReadonlySet<Key> | null) {
  const isNone = chosen?.size === 0;
  const keys = chosen && [...chosen];
  const { latest, failure } = useAnswer<DifferenceTotals>({
    name: isNone ? null : `restore ${momentId(to)} ${JSON.stringify(keys)}`,
    freshness: "present",
    ask: ({ engine, store, signal }) =>
      engine.restore.preview({ store, to, ...(keys && { keys }) }, { signal }),
  });
  return { totals: isNone ? { added: 0, removed: 0, changed: 0 } : latest, failure };
}
