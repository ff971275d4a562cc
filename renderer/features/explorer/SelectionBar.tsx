import { useState } from "react";
import type { Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { Button } from "../../ui/index.ts";
import styles from "./Explorer.module.css";
import { deleteKeys } from "./keyActions.ts";
import { SetMemberDialog } from "./SetMemberDialog.tsx";
import type { Selection } from "./useSelection.ts";

/** What can be done with several keys at once. */
export function SelectionBar({ at, selection }: { readonly at: Moment; readonly selection: Selection }) {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const [setting, setSetting] = useState(false);
  const keys = selection.chosen(selectedKey);
  return (
    <div className={styles.selection}>
      <span role="status">{keys.length.toLocaleString()} selected</span>
      <span className={styles.grow} />
      {isNow(at) ? (
        <>
          <Button onPress={() => setSetting(true)}>Set a member…</Button>
          <Button variant="danger" onPress={() => void deleteKeys(app, keys).then(selection.clear)}>
            Delete
          </Button>
        </>
      ) : (
        <Button onPress={() => app.getState().show({ kind: "restore", to: at, keys })}>Restore…</Button>
      )}
      <Button variant="quiet" onPress={selection.clear}>
        Clear
      </Button>
      {setting ? <SetMemberDialog keys={keys} onClose={() => setSetting(false)} /> : null}
    </div>
  );
}
