import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { typeAt } from "../../../../shared/json/index.ts";
import type { Key } from "../../../../shared/model/index.ts";
import { useAppStore } from "../../../state/app.ts";
import type { TreeNote } from "../../../state/editHistory.ts";
import type { FieldEdit, TreeLook } from "../../../state/valuePlace.ts";
import {
  ContextMenu,
  EmptyState,
  matchesShortcut,
  VirtualList,
  type VirtualListHandle,
  visibleName,
} from "../../../ui/index.ts";
import { PendingField } from "../PendingField.tsx";
import type { MarkOf } from "../useLeafMarks.ts";
import { applyField, standingAt } from "./applyField.ts";
import { replaceRoot } from "./edits.ts";
import { ALL_OPEN, OPEN, revealing } from "./fold.ts";
import { LeafEditor } from "./LeafEditor.tsx";
import { indexOfPath, rowAt, type TreeRow } from "./outline.ts";
import { rowCommands } from "./rowCommands.ts";
import { rowProps } from "./rowProps.ts";
import { needsDialog, TextDialog } from "./TextDialog.tsx";
import styles from "./TreeEditor.module.css";
import { TreeRowView } from "./TreeRowView.tsx";
import { TreeTools } from "./TreeTools.tsx";
import { useField } from "./useField.ts";
import { useTree } from "./useTree.ts";

export interface TreeEditorHandle {
  /** Makes the edit that stands in an open field; why it can't be made, or null. */
  commit(): string | null;
  /** Puts the focus back into the open field. */
  focusField(): void;
  look(look: TreeLook): void;
}

export interface TreeEditorProps {
  readonly name: Key;
  /** JSON without white space. */
  readonly text: string;
  readonly isReadOnly: boolean;
  /** Whether this is only the beginning, the rest of which is on its way: until then it can be looked at. */
  readonly isPart: boolean;
  /** What became since then of each place, where the past is on show. */
  readonly markOf: MarkOf;
  /** What the draft keeps of an open field. */
  readonly kept: FieldEdit | null;
  /** The whole value's new text, after each edit; nothing is in an open field then. */
  readonly onEdit: (text: string, note: TreeNote) => void;
  /** What stands in the open field, after each key; null where it holds no edit. */
  readonly onField: (field: FieldEdit | null) => void;
  /** The field is let go with its edit, or with the place that was made for it. */
  readonly onDropField: (field: FieldEdit, isEdited: boolean) => void;
  readonly handle: Ref<TreeEditorHandle>;
}

/** A value as a tree, each leaf of which can be edited in place. */
export function TreeEditor(props: TreeEditorProps) {
  const { name, text, isReadOnly, isPart, markOf, kept, onEdit, onField, onDropField, handle } = props;
  const app = useAppStore();
  const look = useRef<{ look(look: TreeLook): void }>(null);
  const tree = useTree(text, onEdit, look);
  const list = useRef<VirtualListHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  /** Where the row is that is to be moved elsewhere, in which text: an edit of another kind ends the move. */
  const [taking, setTaking] = useState<{ readonly of: string; readonly path: TreeRow["path"] } | null>(null);
  /** What is looked for; null while nothing is. */
  const [query, setQuery] = useState<string | null>(null);
  const findField = useRef<HTMLInputElement>(null);

  const { field, open } = useField({
    kept,
    isThere: ({ path, part, before }) => {
      const { state, row } = tree.at(path);
      return row !== undefined && standingAt(state.text, row, part) === before;
    },
    onType: onField,
    commit: (edit) => {
      const { state, row } = tree.at(edit.path);
      const answer = applyField(state, row, edit);
      if ("refusal" in answer) return answer.refusal;
      if (answer.edit) tree.edit(edit.path, () => answer.edit);
      else if (kept) onField(null);
      return null;
    },
    onDrop: onDropField,
    onClose: (isKey) => {
      if (isKey) list.current?.focus();
    },
  });

  const { outline } = tree;
  const type = typeAt(outline.text, 0);
  const isContainer = type === "object" || type === "array";
  const activeIndex = tree.path === null ? null : indexOfPath(outline, tree.path);
  const active = activeIndex === null ? undefined : rowAt(outline, activeIndex);
  const takenIndex = taking?.of === outline.text ? indexOfPath(outline, taking.path) : null;
  const isInDialog = field !== null && needsDialog(field.place);
  const place = field?.place ?? null;
  const editedIndex = place && !isInDialog ? indexOfPath(outline, place.path) : null;
  const isLost = kept !== null && tree.at(kept.path).row === undefined;
  const focusField = () => {
    if (editedIndex !== null) list.current?.scrollToIndex(editedIndex);
    box.current?.querySelector<HTMLElement>("[data-field], textarea, input")?.focus();
  };
  useImperativeHandle(handle, () => ({
    commit: () => field?.commit(true) ?? null,
    focusField,
    look: (to) => look.current?.look(to),
  }));
  // The row of an open field can be seen, whatever is closed around it.
  const isHidden = place !== null && isContainer && !isLost && indexOfPath(outline, place.path) === null;
  useEffect(() => {
    if (isHidden && place) tree.setFold([], (fold) => revealing(fold, place.path));
  });

  const commands = rowCommands({
    tree: {
      ...tree,
      edit: (path, make) => {
        // One edit after the other: what is refused in a field has to be mended or let go first.
        if (field?.commit() != null) {
          focusField();
          return null;
        }
        return tree.edit(path, make);
      },
    },
    isReadOnly,
    taken: (takenIndex === null ? undefined : rowAt(outline, takenIndex)) ?? null,
    onTake: (row) => setTaking({ of: outline.text, path: row.path }),
    notify: (message) => app.getState().notify({ message }),
    fail: (error) => app.getState().fail(error),
    onOpen: (to) => {
      if (open(to) === null) focusField();
    },
  });

  const toggle = (row: TreeRow) => tree.setFold(row.path, (fold) => ({ ...fold, isOpen: !fold.isOpen }));
  const isBranch = (row: TreeRow) => row.type === "object" || row.type === "array";
  useEffect(() => {
    if (activeIndex !== null) list.current?.scrollToIndex(activeIndex);
  }, [activeIndex]);

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const handled = active !== undefined && handleKey(active, event.nativeEvent);
    if (handled) event.preventDefault();
  };
  const handleKey = (row: TreeRow, event: globalThis.KeyboardEvent): boolean => {
    if (handleArrow(row, event)) return true;
    if (isPart) return false;
    if (event.key === "ContextMenu" || matchesShortcut(event, "Shift+F10")) {
      openMenuAtActive();
      return true;
    }
    const command = commands(row).find(
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
    const at = document.activeElement?.querySelector("[data-active]")?.getBoundingClientRect();
    if (at) setMenu({ x: at.left + 40, y: at.bottom });
  };

  const lost =
    isLost && kept ? (
      <PendingField field={kept} isText={false} onDrop={() => onDropField(kept, true)} />
    ) : null;
  if (!isContainer) {
    return (
      <div className={styles.leaf} ref={box}>
        {lost}
        <LeafEditor
          label={`Value of ${visibleName(name)}`}
          literal={outline.text}
          isReadOnly={isReadOnly || isPart}
          field={isLost ? null : field}
          onOpen={(to) => open(to, false)}
          onReplace={(literal) => tree.edit([], (state) => replaceRoot(state, literal))}
        />
      </div>
    );
  }
  return (
    <div className={styles.tree} ref={box}>
      {lost}
      <TreeTools
        text={outline.text}
        addLabel={isReadOnly ? null : type === "object" ? "Add member" : "Add item"}
        canAdd={!isPart}
        onAdd={() => commands.addToRoot()}
        query={query}
        onQuery={setQuery}
        findField={findField}
        onGo={(path) => {
          tree.setFold([], (fold) => revealing(fold, path));
          tree.choose(path);
        }}
        onCloseFind={() => {
          setQuery(null);
          list.current?.focus();
        }}
        onOpenAll={() => tree.setFold([], () => ALL_OPEN)}
        onCloseAll={() => tree.setFold([], () => OPEN)}
      />
      {outline.root && outline.root.rows > 0 ? (
        <VirtualList
          handle={list}
          role="tree"
          label={`Value of ${visibleName(name)}`}
          count={outline.root.rows}
          activeIndex={activeIndex}
          keptIndex={editedIndex}
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
          {...rowProps(outline)}
          renderRow={(index) => {
            const row = rowAt(outline, index);
            if (!row) return null;
            return (
              <TreeRowView
                outline={outline}
                row={row}
                isReadOnly={isReadOnly}
                isPart={isPart}
                isTaken={index === takenIndex}
                found={query ?? ""}
                mark={markOf(row.path)}
                field={index === editedIndex ? field : null}
                onToggle={() => toggle(row)}
                onEdit={(part) => commands.edit(row, part)}
                onReplace={(literal) => commands.replace(row, literal)}
                onMenu={(to) => {
                  tree.choose(row.path);
                  setMenu(to);
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
      <ContextMenu
        label="Value actions"
        place={menu}
        onClose={() => setMenu(null)}
        actions={active ? commands(active) : []}
      />
      {field && isInDialog && !isLost ? <TextDialog field={field} isReadOnly={isReadOnly} /> : null}
    </div>
  );
}
