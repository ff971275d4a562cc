import { Lock } from "lucide-react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useApp } from "../../state/app.ts";
import { whyReadOnly } from "../../state/readOnly.ts";
import styles from "./ReadOnlyNote.module.css";

/** Says in the title bar that the open store is only read; pressed, why that is and what to do. */
export function ReadOnlyNote() {
  const reason = useApp(whyReadOnly);
  if (reason === null) return null;
  return (
    <DialogTrigger>
      <AriaButton className={styles.note ?? ""}>
        <Lock aria-hidden />
        Read only
      </AriaButton>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <Dialog className={styles.dialog ?? ""} aria-label="Why this store is read only">
          <p>{reason}</p>
          <p>
            It is shown as it was when it was opened. Later changes of others appear once it is closed and
            opened again.
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
