import { useState } from "react";
import type { WatchStatus } from "../../../shared/contract/index.ts";
import type { StoreId } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, ErrorNote, Select, visibleName } from "../../ui/index.ts";
import { ruleOf, ruleOptions } from "./rules.ts";
import styles from "./WatchDialog.module.css";
import { whatBecomesOf } from "./whatBecomesOf.ts";

interface ClaimedFileProps {
  readonly watch: WatchStatus;
  readonly store: StoreId;
  readonly close: () => void;
}

/** Lets the person bind the store to the file that its folder names, or forget that. */
export function ClaimedFile({ watch, store, close }: ClaimedFileProps) {
  const client = useApp((state) => state.client);
  const refresh = useApp((state) => state.refresh);
  const keys = useApp((state) => state.status?.entryCount ?? 0);
  const [rule, setRule] = useState("every");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = watch.location;

  const run = async (step: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await step();
      await refresh();
      close();
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Follow ${watch.name}?`}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button isDisabled={busy} onPress={() => void run(() => client.engine.watch.stop({ store }))}>
            Forget it
          </Button>
          {shown === null ? (
            <Button variant="primary" onPress={close}>
              Done
            </Button>
          ) : (
            <Button
              variant="primary"
              isDisabled={busy}
              onPress={() => void run(() => client.engine.watch.follow({ store, rule: ruleOf(rule) }))}
            >
              Watch this file
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.text}>
          This store says it follows this file, but the file was not chosen here: the store was copied, moved,
          made by an earlier version, or is somebody else’s. Strata has not read or written the file.
        </p>
        <p className={styles.location}>{visibleName(shown ?? watch.name)}</p>
        {shown === null ? (
          <p className={styles.text}>
            A browser is not shown where files are. To watch it, run <code>strata watch</code> with its path
            on the machine where Strata runs.
          </p>
        ) : (
          <>
            <p className={styles.text}>
              Watch it only if you know it: each change of the store is written to it. {whatBecomesOf(keys)}
            </p>
            <Select label="Take a snapshot" options={ruleOptions} value={rule} onChange={setRule} />
          </>
        )}
        {error ? <ErrorNote>{error}</ErrorNote> : null}
      </div>
    </Dialog>
  );
}
