import { useApp } from "../../state/app.ts";
import { Button, Dialog, formatCount, visibleName } from "../../ui/index.ts";
import styles from "./ImportReport.module.css";

interface ImportReportProps {
  readonly name: string;
  readonly problems: readonly { readonly part: string; readonly reason: string }[];
}

/** What of a history did not come as it was. */
export function ImportReport({ name, problems }: ImportReportProps) {
  const close = useApp((state) => state.dismissDialog);
  return (
    <Dialog
      title={`Not everything came from ${name}`}
      isOpen
      onClose={close}
      footer={
        <Button variant="primary" onPress={close}>
          Done
        </Button>
      }
    >
      <p className={styles.about}>
        The rest was imported. {formatCount(problems.length, "part")} did not come as it was:
      </p>
      <ul className={styles.list}>
        {problems.map(({ part, reason }) => (
          <li key={`${part} ${reason}`} className={styles.problem}>
            <span className={styles.part}>{visibleName(part)}</span>
            <span className={styles.reason}>{visibleName(reason)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
