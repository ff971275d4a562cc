import { useState } from "react";
import type { Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { type App, useApp, useAppStore } from "../../state/app.ts";
import { momentName, type Side } from "../../state/moments.ts";
import { Button, Dialog, ErrorNote } from "../../ui/index.ts";
import styles from "./SnapshotDialog.module.css";

export interface DeleteSnapshotDialogProps {
  readonly snapshot: SnapshotMetadata;
  readonly onClose: () => void;
}

/** Says what deleting a snapshot takes away and what it doesn't, because there is no way back. */
export function DeleteSnapshotDialog({ snapshot, onClose }: DeleteSnapshotDialogProps) {
  const app = useAppStore();
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const refresh = useApp((state) => state.refresh);
  const notify = useApp((state) => state.notify);
  const [failure, setFailure] = useState<string | null>(null);
  const name = momentName({ kind: "snapshot", version: snapshot.version }, [snapshot]);

  const remove = async () => {
    if (store === null) return;
    try {
      await engine.snapshots.delete({ store, versions: [snapshot.version] });
      showRevisionInstead(app, snapshot);
      onClose();
      await refresh();
      notify({ message: `Deleted snapshot ${name}` });
    } catch (error) {
      setFailure(messageOf(error));
    }
  };

  return (
    <Dialog
      title={`Delete snapshot ${name}`}
      isOpen
      onClose={onClose}
      size="small"
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            Keep it
          </Button>
          <Button variant="danger" onPress={() => void remove()}>
            Delete snapshot
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
        {snapshot.pinned ? (
          <ErrorNote tone="warning">
            It is pinned{snapshot.pinReason === null ? "" : `: ${snapshot.pinReason}`}.
          </ErrorNote>
        ) : null}
        <p>Its tags, description and place in the timeline go, and can't be brought back.</p>
        <ul className={styles.kept}>
          <li>The present and every other snapshot stay exactly as they are.</li>
          <li>
            Revision {snapshot.revision.toLocaleString()}, which it names, can still be looked at and restored
            until old revisions are pruned.
          </li>
        </ul>
      </div>
    </Dialog>
  );
}

/** What is on show stays on show: the revision that the snapshot named is still there. */
function showRevisionInstead(app: App, { version, revision }: SnapshotMetadata): void {
  const { view, viewAt, compare } = app.getState();
  const replaced = <S extends Side>(moment: S): S | Moment =>
    moment.kind === "snapshot" && moment.version === version ? { kind: "revision", revision } : moment;
  if (view.kind === "browse" && view.at !== replaced(view.at)) viewAt(replaced(view.at));
  if (view.kind === "compare" && (view.from !== replaced(view.from) || view.to !== replaced(view.to)))
    compare(replaced(view.from), replaced(view.to));
}
