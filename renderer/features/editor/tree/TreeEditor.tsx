import { ChevronsDownUp, ChevronsUpDown, Plus, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { typeAt } from "../../../../shared/json/index.ts";
import type { Key } from "../../../../shared/model/index.ts";
import { useAppStore } from "../../../state/app.ts";
import {
  ContextMenu,
  EmptyState,
  IconButton,
  matchesShortcut,
  Spacer,
  VirtualList,
  type VirtualListHandle,
  visibleName,
} from "../../../ui/index.ts";
import type { MarkOf } from "../useLeafMarks.ts";
import { ALL_OPEN, OPEN, type Path, revealing } from "./fold.ts";
import { LeafEditor } from "./LeafEditor.tsx";
import { indexOfPath, rowAt, type TreeRow } from "./outline.ts";
import { RowMenu } from "./RowMenu.tsx";
import { rootRow } from "./rootRow.ts";
import { rowCommands } from "./rowCommands.ts";
import { TextDialog } from "./TextDialog.tsx";
import styles from "./TreeEditor.module.css";
import { TreeFind } from "./TreeFind.tsx";
import { TreeRowView } from "./TreeRowView.tsx";
import { useTree } from "./useTree.ts";

export interface TreeEditorProps {
  readonly name: Key;
  /** JSON without white space. */
  readonly text: string;
  readonly isReadOnly: boolean;
  /** Whether this is only the beginning, the rest of which is on its way: until then it can be looked at. */
  readonly isPart: boolean;
  /** What became since then of each place, where the past is on show. */
  readonly markOf: MarkOf;
  /** The whole value's new text, after each edit. */
  readonly onEdit: (text: string) => void;
}

/** Which part of a row is being written. */
export interface Editing {
  readonly path: Path;
  readonly part: "name" | "value";
}

/** A value as a tree, each leaf of which can be edited in place. */
export function TreeEditor({ name, text, isReadOnly, isPart, markOf, onEdit }: TreeEditorProps) {
  const app = useAppStore();
  const tree = useTree(text, onEdit);
  const list = useRef<VirtualListHandle>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  /** Where the row is that is to be moved elsewhere, in which text: an edit of another kind ends the move. */
  const [taking, setTaking] = useState<{ readonly of: string; readonly path: Path } | null>(null);
  const [longText, setLongText] = useState<TreeRow | null>(null);
  /** What is looked for; null while nothing is. */
  const [query, setQuery] = useState<string | null>(null);
  const findField = useRef<HTMLInputElement>(null);
  useFindKey(() => {
    setQuery((now) => now ?? "");
    findField.current?.select();
  });

  const { outline } = tree;
  const type = typeAt(outline.text, 0);
  const isContainer = type === "object" || type === "array";
  const activeIndex = tree.path === null ? null : indexOfPath(outline, tree.path);
  const active = activeIndex === null ? undefined : rowAt(outline, activeIndex);
  const takenIndex = taking?.of === outline.text ? indexOfPath(outline, taking.path) : null;
  const commands = rowCommands({
    tree,
    isReadOnly,
    taken: (takenIndex === null ? undefined : rowAt(outline, takenIndex)) ?? null,
    onTake: (row) => setTaking({ of: outline.text, path: row.path }),
    notify: (message) => app.getState().notify({ message }),
    fail: (error) => app.getState().fail(error),
    onEdit: (row, part) => {
      if (part === "value" && isLongText(outline.text, row)) setLongText(row);
      else setEditing({ path: row.path, part });
    },
  });

  const stopEditing = () => {
    setEditing(null);
    list.current?.focus();
  };
  const toggle = (row: TreeRow) => tree.setFold(row.path, (fold) => ({ ...fold, isOpen: !fold.isOpen }));
  const isBranch = (row: TreeRow) => row.type === "object" || row.type === "array";
  useEffect(() => {
    if (activeIndex !== null) list.current?.scrollToIndex(activeIndex);
  }, [activeIndex]);

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const handled = handleKey(event.nativeEvent);
    if (handled) event.preventDefault();
  };
  const handleKey = (event: globalThis.KeyboardEvent): boolean => {
    const canEdit = !isReadOnly && !isPart;
    if (canEdit && matchesShortcut(event, "Mod+Z")) return tree.undo();
    if (canEdit && (matchesShortcut(event, "Mod+Shift+Z") || matchesShortcut(event, "Mod+Y"))) {
      return tree.redo();
    }
    if (!active) return false;
    if (handleArrow(active, event)) return true;
    if (isPart) return false;
    if (event.key === "ContextMenu" || matchesShortcut(event, "Shift+F10")) {
      openMenuAtActive();
      return true;
    }
    const command = commands(active).find(
      ({ shortcut, isEnabled }) => shortcut !== undefined && isEnabled && matchesShortcut(event, shortcut),
    );
    command?.run();
    return command !== undefined;
  };
  const handleArrow = (row: TreeRow, event: globalThis.KeyboardEvent): boolean => {
    if (event.altKey) return false;
    if (event.key === "ArrowRight") {
      if (row.isOpen && activeIndex !== null) choose(activeIndex + 1);
      else if (isBranch(row)) toggle(row);
      return true;
    }
    if (event.key !== "ArrowLeft") return false;
    if (row.isOpen) toggle(row);
    else if (row.path.length > 1) tree.choose(row.path.slice(0, -1));
    return true;
  };
  const choose = (index: number) => {
    const row = rowAt(outline, index);
    if (!row) return;
    tree.choose(row.path);
    list.current?.scrollToIndex(index);
  };
  const openMenuAtActive = () => {
    const box = document.activeElement?.querySelector("[data-active]")?.getBoundingClientRect();
    if (box) setMenu({ x: box.left + 40, y: box.bottom });
  };

  if (!isContainer) {
    const row = rootRow(outline.text);
    return (
      <div className={styles.leaf}>
        <LeafEditor
          label={`Value of ${visibleName(name)}`}
          literal={outline.text}
          isReadOnly={isReadOnly || isPart}
          onCommit={(literal) => tree.edit(commands.replace(row, literal))}
        />
      </div>
    );
  }
  return (
    <>
      <div className={styles.tools}>
        {isReadOnly ? null : (
          <IconButton
            label={type === "object" ? "Add member" : "Add item"}
            isDisabled={isPart}
            onPress={() => commands.addToRoot()}
          >
            <Plus />
          </IconButton>
        )}
        {query === null ? (
          <>
            <Spacer />
            <IconButton label="Find" shortcut="Mod+F" onPress={() => setQuery("")}>
              <Search />
            </IconButton>
          </>
        ) : (
          <TreeFind
            text={outline.text}
            query={query}
            onQuery={setQuery}
            inputRef={findField}
            onGo={(path) => {
              tree.setFold([], (fold) => revealing(fold, path));
              tree.choose(path);
            }}
            onClose={() => {
              setQuery(null);
              list.current?.focus();
            }}
          />
        )}
        <IconButton label="Open all" onPress={() => tree.setFold([], () => ALL_OPEN)}>
          <ChevronsUpDown />
        </IconButton>
        <IconButton label="Close all" onPress={() => tree.setFold([], () => OPEN)}>
          <ChevronsDownUp />
        </IconButton>
      </div>
      {outline.root && outline.root.rows > 0 ? (
        <VirtualList
          handle={list}
          role="tree"
          label={`Value of ${visibleName(name)}`}
          count={outline.root.rows}
          activeIndex={activeIndex}
          onSelect={(index) => {
            const row = rowAt(outline, index);
            if (row) tree.choose(row.path);
          }}
          onOpen={(index) => {
            const row = rowAt(outline, index);
            if (!row) return;
            if (isBranch(row)) toggle(row);
            else if (!isReadOnly && !isPart) commands.editValue(row);
          }}
          onKeyDown={press}
          onRowContextMenu={(index, event) => {
            event.preventDefault();
            choose(index);
            if (!isPart) setMenu({ x: event.clientX, y: event.clientY });
          }}
          rowProps={(index) => {
            const row = rowAt(outline, index);
            if (!row) return {};
            return {
              "aria-level": row.depth + 1,
              "aria-posinset": row.index + 1,
              "aria-setsize": row.branch.starts.length,
              "aria-label": visibleName(String(row.step)),
              ...(isBranch(row) ? { "aria-expanded": row.isOpen } : {}),
            };
          }}
          renderRow={(index) => {
            const row = rowAt(outline, index);
            if (!row) return null;
            const isEdited = editing !== null && samePath(editing.path, row.path);
            return (
              <TreeRowView
                text={outline.text}
                row={row}
                isReadOnly={isReadOnly}
                isPart={isPart}
                isTaken={index === takenIndex}
                found={query ?? ""}
                mark={markOf(row.path)}
                editing={isEdited ? editing.part : null}
                onToggle={() => toggle(row)}
                onEdit={(part) => commands.edit(row, part)}
                onCommitValue={(literal) => {
                  tree.edit(commands.replace(row, literal));
                  stopEditing();
                }}
                onCommitName={(newName) => commands.rename(row, newName)}
                onStop={stopEditing}
                onMenu={(place) => {
                  tree.choose(row.path);
                  setMenu(place);
                }}
              />
            );
          }}
        />
      ) : (
        <EmptyState title={type === "object" ? "An empty object" : "An empty array"}>
          {isReadOnly ? null : "Add to it with the plus above."}
        </EmptyState>
      )}
      <ContextMenu label="Value actions" place={menu} onClose={() => setMenu(null)}>
        {active ? <RowMenu commands={commands(active)} /> : null}
      </ContextMenu>
      {longText ? (
        <TextDialog
          title={String(longText.step)}
          literal={outline.text.slice(longText.valueStart, longText.end)}
          isReadOnly={isReadOnly}
          onCommit={(literal) => tree.edit(commands.replace(longText, literal))}
          onClose={() => setLongText(null)}
        />
      ) : null}
    </>
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

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** Text that doesn't fit into a row: many characters, or more than one line. */
function isLongText(text: string, row: TreeRow): boolean {
  if (row.type !== "string") return false;
  return row.end - row.valueStart > 200 || text.slice(row.valueStart, row.end).includes("\\n");
}
