import { useApp } from "../../state/app.ts";
import { Dialog } from "../../ui/index.ts";
import styles from "./KeyHistory.module.css";
import { KeyHistory } from "./KeyHistory.tsx";

/** The history of one key, over the page. */
export function KeyHistoryDialog() {
  const dialog = useApp((state) => state.dialog);
  const dismiss = useApp((state) => state.dismissDialog);
  if (dialog?.kind !== "keyHistory") return null;
  return (
    <Dialog title={`History of ${dialog.key}`} isOpen onClose={dismiss} size="large">
      <div className={styles.body}>
        <KeyHistory key={dialog.key} name={dialog.key} onDone={dismiss} />
      </div>
    </Dialog>
  );
}
