import { ChevronsDownUp, ChevronsUpDown, Plus, Search } from "lucide-react";
import type { RefObject } from "react";
import { useCommand } from "../../../commands/keyboard.ts";
import { IconButton, Spacer } from "../../../ui/index.ts";
import { valueCommands } from "../commands.tsx";
import type { Path } from "./fold.ts";
import styles from "./TreeEditor.module.css";
import { TreeFind } from "./TreeFind.tsx";

interface TreeToolsProps {
  /** JSON without white space. */
  readonly text: string;
  /** Null where nothing can be added. */
  readonly addLabel: string | null;
  readonly canAdd: boolean;
  readonly onAdd: () => void;
  /** What is looked for; null while nothing is. */
  readonly query: string | null;
  readonly onQuery: (query: string | null) => void;
  readonly findField: RefObject<HTMLInputElement | null>;
  /** Shows the member or item at this path. */
  readonly onGo: (path: Path) => void;
  readonly onCloseFind: () => void;
  readonly onOpenAll: () => void;
  readonly onCloseAll: () => void;
}

/** What stands above a tree. */
export function TreeTools(props: TreeToolsProps) {
  const { text, addLabel, canAdd, onAdd, query, onQuery, findField } = props;
  useCommand(valueCommands.find, {
    run: () => {
      onQuery(query ?? "");
      findField.current?.select();
    },
  });
  return (
    <div className={styles.tools}>
      {addLabel === null ? null : (
        <IconButton label={addLabel} isDisabled={!canAdd} onPress={onAdd}>
          <Plus />
        </IconButton>
      )}
      {query === null ? (
        <>
          <Spacer />
          <IconButton label="Find" shortcut={valueCommands.find.shortcut} onPress={() => onQuery("")}>
            <Search />
          </IconButton>
        </>
      ) : (
        <TreeFind
          text={text}
          query={query}
          onQuery={onQuery}
          inputRef={findField}
          onGo={props.onGo}
          onClose={props.onCloseFind}
        />
      )}
      <IconButton label="Open all" onPress={props.onOpenAll}>
        <ChevronsUpDown />
      </IconButton>
      <IconButton label="Close all" onPress={props.onCloseAll}>
        <ChevronsDownUp />
      </IconButton>
    </div>
  );
}
