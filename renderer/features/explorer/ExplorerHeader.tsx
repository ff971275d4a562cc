import { Ellipsis, FilePlus2, ListTree } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { keySeparators, type Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { formatCount, IconButton, Menu, MenuItem, MenuSeparator } from "../../ui/index.ts";
import { keyCommands } from "./commands.tsx";
import styles from "./Explorer.module.css";
import { askToDelete } from "./keyActions.ts";
import type { KeyTreeChoice } from "./useKeyTreeChoice.ts";
import type { Selection } from "./useSelection.ts";

/** How many keys there are. The unit is left out where there is little room. */
export interface KeyCount {
  readonly number: string;
  readonly unit?: string;
}

interface ExplorerHeaderProps {
  readonly at: Moment;
  readonly count: KeyCount;
  readonly selection: Selection;
  readonly tree: KeyTreeChoice;
  readonly canBeTree: boolean;
}

/** How many keys there are, how they are shown, and what can be done with the chosen ones. */
export function ExplorerHeader({ at, count, selection, tree, canBeTree }: ExplorerHeaderProps) {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const isEditable = isNow(at);
  const remove = () => askToDelete(app, selection.chosen(selectedKey), selection.clear);
  return (
    <header className={styles.header}>
      <h2 className={styles.title}>Keys</h2>
      <span className={styles.total} aria-live="polite">
        {count.number}
        {count.unit ? <span className={styles.unit}> {count.unit}</span> : null}
      </span>
      <span className={styles.grow} />
      <IconButton
        label="Show as a tree"
        pressed={tree.isOn}
        isDisabled={!canBeTree}
        onPress={() => tree.setOn(!tree.isOn)}
      >
        <ListTree />
      </IconButton>
      <IconButton
        writes
        label="New key"
        shortcut="Mod+Shift+N"
        isDisabled={!isEditable}
        onPress={() => app.getState().show({ kind: "newKey" })}
      >
        <FilePlus2 />
      </IconButton>
      <Menu
        label="Key actions"
        placement="bottom end"
        trigger={
          <AriaButton className={styles.more ?? ""} aria-label="Key actions">
            <Ellipsis />
          </AriaButton>
        }
      >
        <MenuItem
          {...keyCommands.rename}
          isDisabled={!isEditable || selectedKey === null || selection.keys.size > 1}
          onAction={() => selectedKey && app.getState().show({ kind: "renameKey", key: selectedKey })}
        />
        <MenuItem
          {...keyCommands.delete}
          name={selection.keys.size > 1 ? `Delete ${formatCount(selection.keys.size, "key")}` : "Delete"}
          isDisabled={!isEditable || (selectedKey === null && selection.keys.size === 0)}
          onAction={remove}
        />
        <MenuSeparator />
        {keySeparators.map((separator) => (
          <MenuItem
            key={separator}
            id={separator}
            name={`Tree split at ${separator}`}
            isDisabled={!canBeTree || (tree.isOn && tree.separator === separator)}
            onAction={() => tree.split(separator)}
          />
        ))}
      </Menu>
    </header>
  );
}
