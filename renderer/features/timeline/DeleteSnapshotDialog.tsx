import { useState } from "react";
import type { SnapshotMetadata } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useAppStore } from "../../state/app.ts";
import { momentName } from "../../state/moments.ts";
import { Button, Dialog, ErrorNote, visibleName } from "../../ui/index.ts";
import { deleteSnapshot } from "./deleteSnapshot.ts";
import styles from "./SnapshotDialog.module.css";

export interface DeleteSnapshotDialogProps {
  readonly snapshot: SnapshotMetadata;
  readonly onClose: () => void;
}

/** Says what deleting a snapshot takes away and what it doesn't. */
export function DeleteSnapshotDialog({ snapshot, onClose }: DeleteSnapshotDialogProps) {
  const app = useAppStore();
  const [failure, setFailure] = useState<string | null>(null);
  const name = momentName({ kind: "snapshot", version: snapshot.version }, [snapshot]);

  const remove = async () => {
    try {
      await deleteSnapshot(app, snapshot);
      onClose();
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
            It is pinned{snapshot.pinReason === null ? "" : `: ${visibleName(snapshot.pinReason)}`}.
          </ErrorNote>
        ) : null}
        <p>
          Its tags, description and place in the timeline go. It can be restored until old revisions are
          pruned.
        </p>
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
