import type { Key } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { Button, Dialog, formatCount, visibleName } from "../../ui/index.ts";
import styles from "./KeyDialog.module.css";
import { deleteKeys } from "./keyActions.ts";

/** How many are named. */
const NAMED = 5;

/** Asks before several keys go, for a person who wants to be asked. */
export function DeleteKeysDialog({
  keys,
  onDeleted,
}: {
  readonly keys: readonly Key[];
  readonly onDeleted: () => void;
}) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const count = formatCount(keys.length, "key");
  const remove = async () => {
    close();
    await deleteKeys(app, keys);
    onDeleted();
  };
  return (
    <Dialog
      title={`Delete ${count}`}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button onPress={close} autoFocus>
            Keep them
          </Button>
          <Button variant="danger" onPress={() => void remove()}>
            Delete {count}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <ul className={styles.names}>
          {keys.slice(0, NAMED).map((key) => (
            <li key={key} className={styles.name} dir="auto" title={visibleName(key)}>
              {visibleName(key)}
            </li>
          ))}
          {keys.length > NAMED ? <li>and {(keys.length - NAMED).toLocaleString()} more</li> : null}
        </ul>
        <p>Undo restores them, and snapshots keep them.</p>
      </div>
    </Dialog>
  );
}
