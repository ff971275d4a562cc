import { ChevronDown, X } from "lucide-react";
import { useState } from "react";
import type { Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { type Action, Button, IconButton, Menu, MenuActions } from "../../ui/index.ts";
import styles from "./Explorer.module.css";
import { askToDelete } from "./keyActions.ts";
import { SetMemberDialog } from "./SetMemberDialog.tsx";
import type { Selection } from "./useSelection.ts";

/** What can be done with several keys at once: buttons, or one menu where there is little room. */
export function SelectionBar({ at, selection }: { readonly at: Moment; readonly selection: Selection }) {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const latest = useApp((state) => state.snapshots[0]);
  const [setting, setSetting] = useState(false);
  const keys = selection.chosen(selectedKey);
  const isPresent = isNow(at);
  // The panel lets another moment be chosen.
  const to: Moment | null = !isPresent ? at : latest ? { kind: "snapshot", version: latest.version } : null;
  const { show } = app.getState();
  const actions: readonly Action[] = [
    ...(isPresent ? [{ id: "set", name: "Set a member…", writes: true, run: () => setSetting(true) }] : []),
    { id: "export", name: "Export…", run: () => show({ kind: "export", at, keys }) },
    ...(to
      ? [{ id: "restore", name: "Restore…", writes: true, run: () => show({ kind: "restore", to, keys }) }]
      : []),
    ...(isPresent
      ? [
          {
            id: "delete",
            name: "Delete",
            danger: true,
            writes: true,
            run: () => askToDelete(app, keys, selection.clear),
          },
        ]
      : []),
  ];
  return (
    <div className={styles.selection}>
      <span role="status">{keys.length.toLocaleString()} selected</span>
      <span className={styles.grow} />
      <div className={styles.actions}>
        {actions.map(({ id, name, danger, writes, run }) => (
          <Button key={id} writes={writes} variant={danger ? "danger" : "plain"} onPress={run}>
            {name}
          </Button>
        ))}
      </div>
      <div className={styles.actionMenu}>
        <Menu
          label="With the selected keys"
          placement="top end"
          trigger={
            <Button>
              Actions
              <ChevronDown aria-hidden />
            </Button>
          }
        >
          <MenuActions actions={actions} />
        </Menu>
      </div>
      <IconButton label="Clear the selection" onPress={selection.clear}>
        <X />
      </IconButton>
      {setting ? <SetMemberDialog keys={keys} onClose={() => setSetting(false)} /> : null}
    </div>
  );
}
