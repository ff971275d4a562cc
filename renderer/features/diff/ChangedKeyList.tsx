import { useCallback, useEffect, useImperativeHandle, useRef, useState } from "react";
import { messageOf } from "../../client/index.ts";
import { nameOf, useDifferenceRows } from "../../comparison/useDifferenceRows.ts";
import { ErrorNote, VirtualList, type VirtualListHandle, visibleName } from "../../ui/index.ts";
import { ChangedKeyRow } from "./ChangedKeyRow.tsx";
import styles from "./DifferingKeys.module.css";
import type { ChangedKeysProps } from "./DifferingKeys.tsx";

/** The changed keys in key order, fetched as they come into view. */
export function ChangedKeyList({
  from,
  to,
  filter,
  path,
  kinds,
  selected,
  onSelect,
  onTotals,
  onKeyDown,
  handle,
}: ChangedKeysProps) {
  const wanted = { from, to, filter, path, kinds };
  const rows = useDifferenceRows(wanted, onTotals);
  const name = nameOf(wanted);
  const [activeIndex, setActiveIndex] = useState<number | null>(null);
  const list = useRef<VirtualListHandle>(null);

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
  const hasRows = total > 0 && !rows.stale;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the first rows of another question have arrived
  useEffect(() => {
    if (!hasRows) return;
    const known = Array.from({ length: Math.min(total, 200) }, (_, index) => rows.at(index)?.key);
    const at = Math.max(0, selected === null ? 0 : known.indexOf(selected));
    setActiveIndex(at);
    list.current?.scrollToIndex(at);
    const key = known[at];
    if (key !== undefined && key !== selected) onSelect(key);
  }, [hasRows, name]);

  useImperativeHandle(handle, () => ({
    step(direction) {
      const next = Math.min(Math.max((activeIndex ?? -1) + direction, 0), total - 1);
      if (total === 0) return;
      choose(next);
      list.current?.scrollToIndex(next);
    },
  }));

  return (
    <>
      {rows.error === null ? null : <ErrorNote>{messageOf(rows.error)}</ErrorNote>}
      <VirtualList
        label="Changed keys"
        handle={list}
        count={total}
        activeIndex={total === 0 ? null : activeIndex}
        onSelect={choose}
        onVisible={rows.show}
        onKeyDown={onKeyDown}
        rowProps={(index) => {
          const row = rows.at(index);
          return row === undefined ? {} : { "aria-label": `${visibleName(row.key)}, ${row.kind}` };
        }}
        renderRow={(index) => {
          const row = rows.at(index);
          return row === undefined ? (
            <span className={styles.waiting} />
          ) : (
            <ChangedKeyRow difference={row} name={row.key} />
          );
        }}
      />
      {total === 0 && rows.total !== null && !rows.stale && !rows.partial ? (
        <p className={styles.none}>No changed key matches these filters.</p>
      ) : null}
    </>
  );
}
