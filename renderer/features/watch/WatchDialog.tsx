import { useState } from "react";
import { type ChosenFile, messageOf } from "../../client/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { whyReadOnly } from "../../state/readOnly.ts";
import { Button, Choice, Dialog, ErrorNote, Select, visibleName } from "../../ui/index.ts";
import { ClaimedFile } from "./ClaimedFile.tsx";
import { idOf, optionsWith, ruleOf, ruleOptions } from "./rules.ts";
import { startWatch } from "./startWatch.ts";
import { useWatch } from "./useWatch.ts";
import styles from "./WatchDialog.module.css";
import { whatBecomesOf } from "./whatBecomesOf.ts";

/** Binds a store to a file that was chosen. */
export function WatchFileDialog({ file }: { readonly file: ChosenFile }) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const status = useApp((state) => state.status);
  const isReadOnly = useApp(whyReadOnly) !== null;
  const [rule, setRule] = useState("every");
  const [where, setWhere] = useState("new");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const start = async () => {
    setBusy(true);
    try {
      await startWatch(app, file, { rule: ruleOf(rule), inNewStore: where === "new" });
      close();
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Watch ${file.name}`}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button variant="primary" isDisabled={busy} onPress={() => void start()}>
            Watch file
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.text}>
          Each change of the file becomes a change here, and each change here, a restore above all, is written
          to the file.
        </p>
        {isReadOnly ? (
          <p className={styles.text}>The open store is read only, so its history is kept in a new store.</p>
        ) : status ? (
          <Choice
            label="Keep its history in"
            value={where}
            onChange={setWhere}
            options={[
              { id: "new", name: "A new store" },
              {
                id: "this",
                name: `This store, ${status.name}`,
                description: whatBecomesOf(status.entryCount),
              },
            ]}
          />
        ) : null}
        <Select label="Take a snapshot" options={ruleOptions} value={rule} onChange={setRule} />
        {error ? <ErrorNote>{error}</ErrorNote> : null}
      </div>
    </Dialog>
  );
}

/** Whether the store and the file it is bound to agree, and what can be done about it. */
export function WatchedFileDialog() {
  const close = useApp((state) => state.dismissDialog);
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const fail = useApp((state) => state.fail);
  const watch = useWatch();
  if (!watch || !store) return null;
  if (watch.state.kind === "claimed") return <ClaimedFile watch={watch} store={store} close={close} />;

  const stop = () => {
    client.engine.watch.stop({ store }).then(close, fail);
  };
  return (
    <Dialog
      title={`Watching ${watch.name}`}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button writes onPress={stop}>
            Stop watching
          </Button>
          <Button variant="primary" onPress={close}>
            Done
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {watch.location === null ? null : <p className={styles.location}>{visibleName(watch.location)}</p>}
        <p className={styles.text}>{sentences[watch.state.kind]}</p>
        {"message" in watch.state ? <ErrorNote>{watch.state.message}</ErrorNote> : null}
        {watch.polling === null ? null : (
          <p className={styles.text}>
            The system does not report changes of this file ({watch.polling}). Strata compares its date four
            times a second instead.
          </p>
        )}
        <Select
          label="Take a snapshot"
          options={optionsWith(watch.rule)}
          value={idOf(watch.rule)}
          onChange={(id) => {
            client.engine.watch.setRule({ store, rule: ruleOf(id) }).catch(fail);
          }}
        />
      </div>
    </Dialog>
  );
}

const sentences = {
  inStep: "The store and the file say the same. Each follows the other.",
  noFile: "The file was deleted, and the store is empty with it. Restore a snapshot to bring the file back.",
  unreadable:
    "What is in the file just now is not JSON. The store has what it had before; a restore writes that over the file and keeps a copy of what was there.",
  elsewhere:
    "Another process watches the file: another Strata or strata watch. This one continues when that one ends.",
  failed:
    "The file can’t be read or written just now, and the store keeps what it has. Strata tries again every few seconds: see that the file and its folder are there, that this account may write them, and that the disk has room.",
} as const;
