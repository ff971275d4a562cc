import { Ellipsis, FilePlus2, Pencil, Trash2 } from "lucide-react";
import { type KeyboardEvent, useCallback, useRef } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { EntrySummary, Moment } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";
import {
  Button,
  ErrorNote,
  formatCount,
  IconButton,
  Menu,
  MenuItem,
  SearchField,
  useRemoteRows,
  VirtualList,
  type VirtualListHandle,
} from "../../ui/index.ts";
import styles from "./Explorer.module.css";
import { findPrefix } from "./findPrefix.ts";
import { KeyRow } from "./KeyRow.tsx";
import { deleteKeys } from "./keyActions.ts";
import { NoKeys } from "./NoKeys.tsx";
import { useActiveIndex } from "./useActiveIndex.ts";
import { useFocusSearch } from "./useFocusSearch.ts";
import { useSelection } from "./useSelection.ts";

/** The keys of the store at one moment. */
export function Explorer({ at }: { readonly at: Moment }) {
  const app = useAppStore();
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const filter = useApp((state) => state.filter);
  const tick = useApp((state) => (isNow(at) ? state.revisionTick : 0));
  const selectedKey = useApp((state) => state.selectedKey);
  const drafts = useApp((state) => state.drafts);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const editable = isNow(at);

  const fetchRows = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) => {
      if (!store) return { total: 0, rows: [] };
      return client.engine.entries.window({ store, at, filter, offset, limit }, { signal });
    },
    [client, store, at, filter],
  );
  const rows = useRemoteRows<EntrySummary>({
    fetch: fetchRows,
    identity: `${store} ${momentId(at)} ${filter}`,
    tick,
  });
  const total = rows.total ?? 0;
  const selection = useSelection({ rows, total, fetchRows });
  const activeIndex = useActiveIndex({ at, rowAt: rows.at, list, selection });
  useFocusSearch(search);

  const remove = () => {
    const keys = selection.keys.size > 0 ? [...selection.keys] : selectedKey ? [selectedKey] : [];
    if (keys.length > 0) void deleteKeys(app, keys).then(selection.clear);
  };
  const press = (event: KeyboardEvent) => {
    if ((event.key === "Delete" || event.key === "Backspace") && editable) {
      event.preventDefault();
      remove();
    } else if (event.key === "F2" && editable && selectedKey) {
      event.preventDefault();
      app.getState().show({ kind: "renameKey", key: selectedKey });
    } else if (event.key === "Escape" && selection.keys.size > 1) {
      event.preventDefault();
      selection.clear();
    } else if ((event.metaKey || event.ctrlKey) && event.key === "a") {
      event.preventDefault();
      selection.selectAll();
    }
  };

  return (
    <section className={styles.explorer} aria-label="Explorer">
      <header className={styles.header}>
        <h2 className={styles.title}>Keys</h2>
        <span className={styles.total} aria-live="polite">
          {rows.stale ? "…" : filter === "" ? total.toLocaleString() : formatCount(total, "match", "matches")}
        </span>
        <span className={styles.grow} />
        <IconButton
          label="New key"
          shortcut="Mod+Shift+N"
          isDisabled={!editable}
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
            name="Rename…"
            icon={<Pencil />}
            shortcut="F2"
            isDisabled={!editable || selectedKey === null || selection.keys.size > 1}
            onAction={() => selectedKey && app.getState().show({ kind: "renameKey", key: selectedKey })}
          />
          <MenuItem
            name={selection.keys.size > 1 ? `Delete ${formatCount(selection.keys.size, "key")}` : "Delete"}
            icon={<Trash2 />}
            shortcut="Delete"
            danger
            isDisabled={!editable || (selectedKey === null && selection.keys.size === 0)}
            onAction={remove}
          />
        </Menu>
      </header>
      <div className={styles.filter}>
        <SearchField
          label="Filter keys"
          value={filter}
          onChange={(text) => app.getState().setFilter(text)}
          inputRef={search}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") list.current?.focus();
          }}
        />
      </div>
      {rows.error ? (
        <ErrorNote actions={<Button onPress={rows.refresh}>Try again</Button>}>
          {messageOf(rows.error)}
        </ErrorNote>
      ) : null}
      {rows.total === 0 && !rows.stale ? (
        <NoKeys isFiltered={filter !== ""} isEditable={editable} />
      ) : (
        <VirtualList
          handle={list}
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
          onVisible={rows.show}
          onKeyDown={press}
          onTypeAhead={(typed) => {
            if (!store) return;
            findPrefix(typed, total, fetchRows).then(
              (index) => {
                if (index === null) return;
                selection.select(index, { extend: false, toggle: false });
                list.current?.scrollToIndex(index, "center");
              },
              (error: unknown) => app.getState().fail(error),
            );
          }}
          renderRow={(index, { isSelected }) => {
            const row = rows.at(index);
            return (
              <KeyRow
                row={row}
                filter={filter}
                isSelected={isSelected}
                isDirty={editable && row !== undefined && drafts.has(row.key)}
              />
            );
          }}
        />
      )}
      {selection.keys.size > 1 ? (
        <div className={styles.selection} role="status">
          <span>{formatCount(selection.keys.size, "key")} selected</span>
          <span className={styles.grow} />
          <Button variant="danger" isDisabled={!editable} onPress={remove}>
            Delete
          </Button>
          <Button variant="quiet" onPress={selection.clear}>
            Clear
          </Button>
        </div>
      ) : null}
    </section>
  );
}
