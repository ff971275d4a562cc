import { useRef } from "react";
import type { EntrySummary, Moment } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useCommand } from "../../commands/keyboard.ts";
import type { Looked } from "../../data/rowCache.ts";
import type { RemoteRows } from "../../data/useRows.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import { Button, ErrorNote, ProgressBar, SearchField, type VirtualListHandle } from "../../ui/index.ts";
import { listCommands } from "./commands.tsx";
import styles from "./Explorer.module.css";
import { ExplorerHeader, type KeyCount } from "./ExplorerHeader.tsx";
import { FilterModes, filterHints } from "./FilterModes.tsx";
import { KeyList } from "./KeyList.tsx";
import { KeyTree } from "./KeyTree.tsx";
import { NoKeys } from "./NoKeys.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { useKeyRows } from "./useKeyRows.ts";
import { useKeyTreeChoice } from "./useKeyTreeChoice.ts";
import { useSelection } from "./useSelection.ts";

/** The keys of the store at one moment. */
export function Explorer({ at }: { readonly at: Moment }) {
  const app = useAppStore();
  const filter = useApp((state) => state.filter);
  const mode = useApp((state) => state.filterMode);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const rows = useKeyRows(at);
  const total = rows.total ?? 0;
  const selection = useSelection({ rows, total });
  const tree = useKeyTreeChoice(rows.at);
  useCommand(listCommands.filter, {
    run: () => {
      search.current?.focus();
      search.current?.select();
    },
  });

  // A filter finds keys wherever they stand: those are a list.
  const isTree = tree.isOn && filter === "";
  const isEmpty = rows.total === 0 && !rows.stale && !rows.partial && rows.error === null;
  return (
    <section className={styles.explorer} aria-label="Explorer">
      <ExplorerHeader
        at={at}
        count={countOf(rows, filter)}
        selection={selection}
        tree={tree}
        canBeTree={filter === ""}
      />
      <div className={styles.filter}>
        <SearchField
          label="Filter keys"
          placeholder={filterHints[mode]}
          value={filter}
          onChange={(text) => app.getState().setFilter(text)}
          inputRef={search}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            list.current?.focus();
          }}
        />
        <FilterModes mode={mode} onChange={(chosen) => app.getState().setFilterMode(chosen)} />
      </div>
      {rows.error ? (
        <ErrorNote actions={<Button onPress={rows.refresh}>Try again</Button>}>
          {messageOf(rows.error)}
        </ErrorNote>
      ) : null}
      {isEmpty ? (
        <NoKeys
          isFiltered={filter !== ""}
          isEditable={isNow(at)}
          onFilterChange={() => search.current?.focus()}
        />
      ) : isTree ? (
        <KeyTree at={at} separator={tree.separator} selection={selection} handle={list} />
      ) : (
        <div className={styles.list}>
          <KeyList at={at} rows={rows} selection={selection} handle={list} />
          {rows.looked ? <LookingThrough {...rows.looked} /> : null}
        </div>
      )}
      {selection.keys.size > 1 ? <SelectionBar at={at} selection={selection} /> : null}
    </section>
  );
}

function countOf({ total, stale, partial }: RemoteRows<EntrySummary>, filter: string): KeyCount {
  if (stale || total === null) return { number: "…" };
  const number = total.toLocaleString();
  if (filter === "") return { number };
  if (partial && total === 0) return { number: "none yet" };
  return { number: partial ? `${number}+` : number, unit: total === 1 && !partial ? "match" : "matches" };
}

/** How far a filter is that takes longer than a moment. */
function LookingThrough({ keys, of }: Looked) {
  return (
    <div className={styles.looking}>
      <ProgressBar
        label="Looking through the keys"
        value={keys / of}
        detail={`${keys.toLocaleString()} of ${of.toLocaleString()}`}
      />
    </div>
  );
}
