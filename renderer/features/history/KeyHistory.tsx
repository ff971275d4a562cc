import { useMemo, useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import {
  Button,
  EmptyState,
  ErrorNote,
  formatBytes,
  formatCount,
  Panel,
  PanelGroup,
  PanelSeparator,
  RelativeTime,
  Tag,
  VirtualList,
} from "../../ui/index.ts";
import { Segmented } from "../diff/Segmented.tsx";
import type { ValuePair } from "../diff/useDiffRows.ts";
import { ValueDiff } from "../diff/ValueDiff.tsx";
import { revisionSentence } from "../timeline/activity.ts";
import styles from "./KeyHistory.module.css";
import { useVersions } from "./useVersions.ts";
import { type KeyVersion, snapshotsWith } from "./versions.ts";

type Against = "previous" | "now";

/** Every version of one key: when it came, by what, which snapshots hold it, how it differs, and the way back to it. */
export function KeyHistory({ name, onDone }: { readonly name: Key; readonly onDone: () => void }) {
  const restoreTo = useApp((state) => state.restoreTo);
  const { versions, isComplete, failure, more } = useVersions(name);
  const [chosen, setChosen] = useState(0);
  const [against, setAgainst] = useState<Against>("previous");
  const version = versions[chosen];
  const values = useMemo(() => pairOf(versions, chosen, against), [versions, chosen, against]);

  if (failure !== null && versions.length === 0) return <ErrorNote>{failure}</ErrorNote>;
  if (isComplete && versions.length === 0)
    return (
      <EmptyState title="No version of this key is kept">
        It never existed, or its history was pruned.
      </EmptyState>
    );
  const goBack = async (to: KeyVersion) => {
    const moment: Moment = { kind: "revision", revision: to.revision.revision };
    if ((await restoreTo(moment, [name])) !== null) onDone();
  };
  return (
    <PanelGroup id="history">
      <Panel id="versions" defaultSize="38%" minSize="220px">
        <VirtualList
          label="Versions"
          count={versions.length + (isComplete ? 0 : 1)}
          rowHeight={48}
          activeIndex={version === undefined ? null : chosen}
          onSelect={(index) => {
            if (index < versions.length) setChosen(index);
          }}
          onVisible={(_, last) => {
            if (last >= versions.length - 1) more();
          }}
          renderRow={(index) => {
            const row = versions[index];
            return row === undefined ? (
              <span className={styles.waiting}>Older versions…</span>
            ) : (
              <Version version={row} />
            );
          }}
        />
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
      </Panel>
      <PanelSeparator label="versions" />
      <Panel id="difference" minSize="320px">
        {version === undefined ? null : (
          <>
            <ValueDiff
              title={
                <Title
                  version={version}
                  against={against}
                  isFirst={chosen === versions.length - 1 && isComplete}
                />
              }
              values={values}
              actions={
                <Segmented
                  label="Compare with"
                  options={[
                    { id: "previous", name: "Before" },
                    { id: "now", name: "Now" },
                  ]}
                  value={against}
                  onChange={setAgainst}
                />
              }
              onEdge={(direction) =>
                setChosen((at) => Math.min(Math.max(at + direction, 0), versions.length - 1))
              }
            />
            <footer className={styles.footer}>
              <Button
                variant="primary"
                isDisabled={version.until === null}
                onPress={() => void goBack(version)}
              >
                {version.text === null ? "Remove the key, as it was then" : "Go back to this version"}
              </Button>
            </footer>
          </>
        )}
      </Panel>
    </PanelGroup>
  );
}

function pairOf(versions: readonly KeyVersion[], chosen: number, against: Against): ValuePair | null {
  const version = versions[chosen];
  if (version === undefined) return null;
  if (against === "now") return { before: version.text, after: versions[0]?.text ?? null };
  return { before: versions[chosen + 1]?.text ?? null, after: version.text };
}

interface TitleProps {
  readonly version: KeyVersion;
  readonly against: Against;
  readonly isFirst: boolean;
}

function Title({ version, against, isFirst }: TitleProps) {
  const at = `r ${version.revision.revision.toLocaleString()}`;
  if (against === "now") return `${at} → now`;
  return isFirst ? `First version, ${at}` : `Before → ${at}`;
}

function Version({ version }: { readonly version: KeyVersion }) {
  const snapshots = useApp((state) => state.snapshots);
  const holding = useMemo(() => snapshotsWith(version, snapshots), [version, snapshots]);
  const { text, revision, until } = version;
  const names = [...new Set(holding.map(({ tags, version: of }) => tags[0] ?? of))];
  return (
    <div className={styles.version}>
      <div className={styles.line}>
        <span className={styles.sentence} title={revisionSentence(revision)}>
          {text === null ? "Removed: " : ""}
          {revisionSentence(revision)}
        </span>
        <RelativeTime at={revision.at} className={styles.time} />
      </div>
      <div className={styles.line}>
        {until === null ? <span className={styles.now}>Now</span> : null}
        {names.slice(0, 1).map((tag) => (
          <Tag key={tag} name={tag} />
        ))}
        {holding.length > 1 ? (
          <span className={styles.meta} title={names.slice(0, 40).join(", ")}>
            and {formatCount(holding.length - 1, "more snapshot")}
          </span>
        ) : null}
        <span className={styles.size}>{text === null ? "" : formatBytes(text.length)}</span>
      </div>
    </div>
  );
}
