import { type KeyboardEvent, type RefObject, useCallback, useRef } from "react";
import type { EntrySummary, Moment } from "../../../shared/model/index.ts";
import type { RemoteRows } from "../../data/useRows.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { isDeletePress, matchesShortcut, VirtualList, type VirtualListHandle } from "../../ui/index.ts";
import { keyCommands } from "./commands.tsx";
import { findPrefix } from "./findPrefix.ts";
import { KeyRow } from "./KeyRow.tsx";
import { askToDelete } from "./keyActions.ts";
import { useActiveIndex } from "./useActiveIndex.ts";
import { useKeyChanges } from "./useKeyChanges.ts";
import type { Selection } from "./useSelection.ts";

interface KeyListProps {
  readonly at: Moment;
  readonly rows: RemoteRows<EntrySummary>;
  readonly selection: Selection;
  readonly handle: RefObject<VirtualListHandle | null>;
}

/** The keys in their order. */
export function KeyList({ at, rows, selection, handle }: KeyListProps) {
  const app = useAppStore();
  const filter = useApp((state) => (state.filterMode === "text" ? state.filter : ""));
  const selectedKey = useApp((state) => state.selectedKey);
  const drafts = useApp((state) => state.drafts);
  const activeIndex = useActiveIndex({ at, rows, list: handle, selection });
  // What is marked is what the rows on show were found by; a letter typed since then has found nothing yet.
  const foundBy = useRef(filter);
  if (!rows.stale) foundBy.current = filter;
  const isEditable = isNow(at);
  const total = rows.total ?? 0;
  const changes = useKeyChanges(at, (index) => rows.at(index)?.key);
  const show = useCallback(
    (first: number, last: number) => {
      rows.show(first, last);
      changes.show(first, last);
    },
    [rows.show, changes.show],
  );

  const press = (event: KeyboardEvent) => {
    if (isDeletePress(event) && isEditable) {
      event.preventDefault();
      const keys = selection.chosen(selectedKey);
      if (keys.length > 0) askToDelete(app, keys, selection.clear);
    } else if (matchesShortcut(event, keyCommands.rename.shortcut) && isEditable && selectedKey) {
      event.preventDefault();
      app.getState().show({ kind: "renameKey", key: selectedKey });
    } else if (event.key === "Escape" && selection.keys.size > 1) {
      event.preventDefault();
      selection.clear();
    } else if (matchesShortcut(event, keyCommands.selectAll.shortcut)) {
      event.preventDefault();
      selection.selectAll();
    }
  };
  const typeAhead = (typed: string) => {
    findPrefix(typed, total, rows.fetch).then(
      (index) => {
        if (index === null) return;
        selection.select(index, { extend: false, toggle: false });
        handle.current?.scrollToIndex(index, "center");
      },
      (error: unknown) => app.getState().fail(error),
    );
  };

  return (
    <VirtualList
      handle={handle}
      label="Keys"
      count={total}
      multiple
      activeIndex={activeIndex}
      isSelected={(index) => {
        const key = rows.at(index)?.key;
        if (key === undefined) return false;
        return selection.keys.size > 0 ? selection.keys.has(key) : key === selectedKey;
      }}
      onSelect={selection.select}
      onVisible={show}
      onKeyDown={press}
      onTypeAhead={typeAhead}
      renderRow={(index, { isSelected }) => {
        const row = rows.at(index);
        return (
          <KeyRow
            row={row}
            filter={foundBy.current}
            isSelected={isSelected}
            change={row && changes.changeOf(row.key)}
            isDirty={isEditable && row !== undefined && drafts.has(row.key)}
          />
        );
      }}
    />
  );
}
