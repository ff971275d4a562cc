import { type FormEvent, useState } from "react";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { failureOf, messageOf } from "../../client/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { Button, Dialog, Select, TextField } from "../../ui/index.ts";
import styles from "./KeyDialog.module.css";
import { createKey, renameKey } from "./keyActions.ts";

const starts = [
  { id: "{}", name: "Object" },
  { id: "[]", name: "Array" },
  { id: '""', name: "Text" },
  { id: "0", name: "Number" },
  { id: "false", name: "True or false" },
  { id: "null", name: "Null" },
] as const;

/** Names a new key, or gives one another name. */
export function KeyDialog({ renamed }: { readonly renamed?: Key }) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const [name, setName] = useState<string>(renamed ?? "");
  const [start, setStart] = useState<(typeof starts)[number]["id"]>("{}");
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name === "" || busy) return;
    setBusy(true);
    try {
      if (renamed !== undefined) await renameKey(app, renamed, name as Key);
      else await createKey(app, name as Key, start as string as JsonText);
      close();
    } catch (reason) {
      const taken = failureOf(reason)?.code === "CONFLICT";
      setError(taken ? "There is a key of this name already. Choose another name." : messageOf(reason));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={renamed === undefined ? "New key" : "Rename key"}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="key-form"
            isDisabled={name === "" || name === renamed}
          >
            {renamed === undefined ? "Create" : "Rename"}
          </Button>
        </>
      }
    >
      <form id="key-form" className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          value={name}
          onChange={(text) => {
            setName(text);
            setError(undefined);
          }}
          error={error}
          mono
          autoFocus
        />
        {renamed === undefined ? (
          <Select label="Value to start with" options={starts} value={start} onChange={setStart} />
        ) : null}
      </form>
    </Dialog>
  );
}
