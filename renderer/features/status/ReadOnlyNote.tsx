import { Lock } from "lucide-react";
import { Button as AriaButton, Dialog, DialogTrigger } from "react-aria-components";
import { useApp } from "../../state/app.ts";
import { whyReadOnly } from "../../state/readOnly.ts";
import { Button, Popover } from "../../ui/index.ts";
import styles from "./ReadOnlyNote.module.css";

/** Says in the title bar that the open store is only read; pressed, why that is and what to do. */
export function ReadOnlyNote() {
  const reason = useApp(whyReadOnly);
  const reloadStore = useApp((state) => state.reloadStore);
  const fail = useApp((state) => state.fail);
  if (reason === null) return null;
  return (
    <DialogTrigger>
      <AriaButton className={styles.note ?? ""}>
        <Lock aria-hidden />
        Read only
      </AriaButton>
      <Popover className={styles.popover} placement="bottom start">
        <Dialog className={styles.dialog ?? ""} aria-label="Why this store is read only">
          <p>{reason}</p>
          <p>It is shown as it was when it was opened. Reload it to see what others changed since.</p>
          <div className={styles.actions}>
            <Button slot="close" onPress={() => reloadStore().catch(fail)}>
              Reload
            </Button>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
