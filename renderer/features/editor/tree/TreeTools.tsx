import { ChevronsDownUp, ChevronsUpDown, Plus, Search } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { useAppStore } from "../../../state/app.ts";
import { IconButton, matchesShortcut, Spacer } from "../../../ui/index.ts";
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
  useFindKey(() => {
    onQuery(query ?? "");
    findField.current?.select();
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
          <IconButton label="Find" shortcut="Mod+F" onPress={() => onQuery("")}>
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

/** Mod+F finds in the value from wherever the focus is, but never from within something that lies over it. */
function useFindKey(find: () => void): void {
  const app = useAppStore();
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      const isOver = app.getState().dialog !== null || document.querySelector("[role=dialog]") !== null;
      if (!matchesShortcut(event, "Mod+F") || event.defaultPrevented || isOver) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [app]);
}
