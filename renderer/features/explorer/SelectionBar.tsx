import { useState } from "react";
import type { Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { Button } from "../../ui/index.ts";
import styles from "./Explorer.module.css";
import { askToDelete } from "./keyActions.ts";
import { SetMemberDialog } from "./SetMemberDialog.tsx";
import type { Selection } from "./useSelection.ts";

/** What can be done with several keys at once. */
export function SelectionBar({ at, selection }: { readonly at: Moment; readonly selection: Selection }) {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const latest = useApp((state) => state.snapshots[0]);
  const [setting, setSetting] = useState(false);
  const keys = selection.chosen(selectedKey);
  const isPresent = isNow(at);
  // The panel lets another moment be chosen.
  const to: Moment | null = !isPresent ? at : latest ? { kind: "snapshot", version: latest.version } : null;
  return (
    <div className={styles.selection}>
      <span role="status">{keys.length.toLocaleString()} selected</span>
      <span className={styles.grow} />
      {isPresent ? <Button onPress={() => setSetting(true)}>Set a member…</Button> : null}
      <Button onPress={() => app.getState().show({ kind: "export", at, keys })}>Export…</Button>
      {to === null ? null : (
        <Button onPress={() => app.getState().show({ kind: "restore", to, keys })}>Restore…</Button>
      )}
      {isPresent ? (
        <Button variant="danger" onPress={() => askToDelete(app, keys, selection.clear)}>
          Delete
        </Button>
      ) : null}
      <Button variant="quiet" onPress={selection.clear}>
        Clear
      </Button>
      {setting ? <SetMemberDialog keys={keys} onClose={() => setSetting(false)} /> : null}
    </div>
  );
}
