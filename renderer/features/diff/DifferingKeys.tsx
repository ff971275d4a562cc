import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { visible } from "../../../shared/diff/index.ts";
import type {
  DifferenceKind,
  DifferenceTotals,
  Key,
  KeyDifference,
  Moment,
} from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";
import {
  ErrorNote,
  formatBytes,
  SearchField,
  SignalMark,
  useRemoteRows,
  VirtualList,
  type VirtualListHandle,
} from "../../ui/index.ts";
import styles from "./DifferingKeys.module.css";
import { KindFilter } from "./KindFilter.tsx";

export interface DifferingKeysHandle {
  /** Chooses the next or previous key. */
  step(direction: 1 | -1): void;
}

export interface DifferingKeysProps {
  readonly from: Moment;
  readonly to: Moment;
  readonly selected: Key | null;
  readonly onSelect: (key: Key) => void;
  /** Enter on a key. */
  readonly onOpen?: (key: Key) => void;
  /** How many keys differ, the filters aside: told with each answer. */
  readonly onTotals: (totals: DifferenceTotals) => void;
  readonly handle?: Ref<DifferingKeysHandle>;
}

const ALL_KINDS: readonly DifferenceKind[] = ["added", "changed", "removed"];

/** The keys that differ between two moments, with filters by kind and by text. */
export function DifferingKeys({
  from,
  to,
  selected,
  onSelect,
  onOpen,
  onTotals,
  handle,
}: DifferingKeysProps) {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => state.revisionTick);
  const [filter, setFilter] = useState("");
  const [kinds, setKinds] = useState<readonly DifferenceKind[]>(ALL_KINDS);
  const [totals, setTotals] = useState<DifferenceTotals | null>(null);
  const [activeIndex, setActiveIndex] = useState<number | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const panel = useRef<HTMLDivElement>(null);
  const involvesNow = from.kind === "now" || to.kind === "now";
  const between = `${store} ${momentId(from)} ${momentId(to)}`;

  const rows = useRemoteRows<KeyDifference>({
    identity: `${between} ${kinds.join()} ${filter}`,
    tick: involvesNow ? tick : 0,
    fetch: async (offset, limit, signal) => {
      if (store === null) return { total: 0, rows: [] };
      const answer = await engine.diff.window(
        {
          store,
          from,
          to,
          filter,
          offset,
          limit,
          ...(kinds.length === ALL_KINDS.length ? {} : { kinds: [...kinds] }),
        },
        { signal },
      );
      setTotals(answer.totals);
      onTotals(answer.totals);
      return answer;
    },
  });

  const total = rows.total ?? 0;
  const choose = useCallback(
    (index: number) => {
      setActiveIndex(index);
      const key = rows.at(index)?.key;
      if (key !== undefined) onSelect(key);
    },
    [rows.at, onSelect],
  );

  // Something is always chosen while there is something to choose: first what was chosen before, else the first key.
  const { stale } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when an answer to another question has arrived
  useEffect(() => {
    if (stale || total === 0) return;
    const known = Array.from({ length: Math.min(total, 200) }, (_, index) => rows.at(index)?.key);
    const at = selected === null ? -1 : known.indexOf(selected);
    if (at >= 0) {
      setActiveIndex(at);
      list.current?.scrollToIndex(at);
    } else {
      setActiveIndex(0);
      const first = known[0];
      if (first !== undefined) onSelect(first);
    }
  }, [stale, between, kinds, filter]);

  useImperativeHandle(handle, () => ({
    step(direction) {
      const next = Math.min(Math.max((activeIndex ?? -1) + direction, 0), total - 1);
      if (total === 0) return;
      choose(next);
      list.current?.scrollToIndex(next);
    },
  }));

  const toSearch = (event: KeyboardEvent) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    panel.current?.querySelector<HTMLInputElement>("input")?.focus();
  };

  return (
    <div className={styles.keys} ref={panel}>
      <div className={styles.filters}>
        <SearchField label="Filter changed keys" placeholder="Filter" value={filter} onChange={setFilter} />
        <KindFilter totals={totals} kinds={kinds} onChange={setKinds} />
      </div>
      {rows.error === null ? null : <ErrorNote>{messageOf(rows.error)}</ErrorNote>}
      <VirtualList
        label="Changed keys"
        handle={list}
        count={total}
        activeIndex={activeIndex}
        onSelect={choose}
        onOpen={(index) => {
          const key = rows.at(index)?.key;
          if (key !== undefined) onOpen?.(key);
        }}
        onVisible={rows.show}
        onKeyDown={toSearch}
        rowProps={(index) => {
          const row = rows.at(index);
          return row === undefined ? {} : { "aria-label": `${row.key}, ${row.kind}` };
        }}
        renderRow={(index) => {
          const row = rows.at(index);
          return row === undefined ? <span className={styles.waiting} /> : <KeyRow row={row} />;
        }}
      />
      {total === 0 && rows.total !== null && !stale ? (
        <p className={styles.none}>No changed key matches these filters.</p>
      ) : null}
    </div>
  );
}

function KeyRow({ row: { key, kind, before, after } }: { readonly row: KeyDifference }) {
  const growth = (after?.size ?? 0) - (before?.size ?? 0);
  return (
    <div className={styles.row}>
      <SignalMark signal={kind} />
      <span className={styles.key} title={visible(key)}>
        {visible(key)}
      </span>
      <span className={styles.growth}>
        {growth === 0 ? "" : `${growth > 0 ? "+" : "−"}${formatBytes(Math.abs(growth))}`}
      </span>
    </div>
  );
}
