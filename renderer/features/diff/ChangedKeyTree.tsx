import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { Key } from "../../../shared/model/index.ts";
import { Rolled } from "../../comparison/DiffRowView.tsx";
import { ErrorNote, rowPositions, VirtualList, type VirtualListHandle, visibleName } from "../../ui/index.ts";
import { ChangedKeyRow } from "./ChangedKeyRow.tsx";
import styles from "./DifferingKeys.module.css";
import type { ChangedKeysProps } from "./DifferingKeys.tsx";
import { groupsAround, type KeyTreeRow, keyTreeRows } from "./keyTree.ts";
import { useChangeLevels } from "./useChangeLevels.ts";

/** Pixels. */
const INDENT = 14;

function idOf(row: KeyTreeRow): string {
  if (row.kind === "key") return `k${row.difference.key}`;
  return row.kind === "group" ? `g${row.path}` : `m${row.prefix}`;
}

/** The changed keys gathered by what stands before their separators, the counts rolled up. */
export function ChangedKeyTree(props: ChangedKeysProps) {
  const { from, to, filter, path, kinds, selected, onSelect, onTotals, onKeyDown, handle } = props;
  const { levels, totals, shown, failure, more } = useChangeLevels(
    { from, to, filter, path, kinds },
    selected,
  );
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const rows = useMemo(() => keyTreeRows(levels, open), [levels, open]);
  const positions = useMemo(
    () => rowPositions(rows.map(({ depth, kind }) => ({ depth, isMore: kind === "more" }))),
    [rows],
  );
  const found = rows.findIndex((row) => idOf(row) === activeId);
  const activeIndex = found < 0 ? null : found;

  useEffect(() => {
    if (totals !== null) onTotals(totals);
  }, [totals, onTotals]);
  // What is open is fetched.
  useEffect(() => {
    for (const prefix of open) if (!levels.has(prefix)) more(prefix);
  }, [open, levels, more]);

  /** What is shown beside the tree is shown in it: the groups around it open as their levels arrive. */
  const revealed = useRef<Key | null>(null);
  useEffect(() => {
    if (shown === null || revealed.current === shown) return;
    const { paths, isHere } = groupsAround(levels, shown);
    setOpen((before) =>
      paths.every((group) => before.has(group)) ? before : new Set([...before, ...paths]),
    );
    if (!isHere) return;
    revealed.current = shown;
    setActiveId(`k${shown}`);
    onSelect(shown);
  }, [shown, levels, onSelect]);

  const setGroup = (path: string, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(path);
      else next.delete(path);
      return next;
    });
  const choose = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActiveId(idOf(row));
    if (row.kind === "key") onSelect(row.difference.key);
  };
  const toggle = (index: number) => {
    const row = rows[index];
    if (row?.kind === "group") setGroup(row.path, !row.isOpen);
  };
  const keys = (event: KeyboardEvent) => {
    onKeyDown(event);
    const row = activeIndex === null ? undefined : rows[activeIndex];
    if (row === undefined || activeIndex === null || event.defaultPrevented) return;
    const isGroup = row.kind === "group";
    if (isGroup && (event.key === " " || event.key === (row.isOpen ? "ArrowLeft" : "ArrowRight"))) {
      event.preventDefault();
      toggle(activeIndex);
    } else if (event.key === "ArrowLeft") {
      event.preventDefault();
      const parent = rows.findLastIndex((each, index) => index < activeIndex && each.depth < row.depth);
      if (parent >= 0) choose(parent);
    }
  };

  useImperativeHandle(handle, () => ({
    step(direction) {
      for (let at = (activeIndex ?? -1) + direction; at >= 0 && at < rows.length; at += direction) {
        if (rows[at]?.kind !== "key") continue;
        choose(at);
        list.current?.scrollToIndex(at);
        return;
      }
    },
  }));

  if (failure !== null) return <ErrorNote>{failure}</ErrorNote>;
  return (
    <>
      <VirtualList
        label="Changed keys"
        role="tree"
        handle={list}
        count={rows.length}
        activeIndex={activeIndex}
        onSelect={choose}
        onOpen={toggle}
        onKeyDown={keys}
        onVisible={(first, last) => {
          for (const row of rows.slice(first, last + 1)) if (row.kind === "more") more(row.prefix);
        }}
        rowProps={(index) => {
          const row = rows[index];
          if (row === undefined || row.kind === "more") return { ...positions[index] };
          return row.kind === "group"
            ? {
                ...positions[index],
                "aria-expanded": row.isOpen,
                onClick: () => {
                  choose(index);
                  toggle(index);
                },
                onDoubleClick: () => {},
              }
            : {
                ...positions[index],
                "aria-label": `${visibleName(row.difference.key)}, ${row.difference.kind}`,
              };
        }}
        renderRow={(index) => {
          const row = rows[index];
          return row === undefined ? null : <TreeRow row={row} />;
        }}
      />
      {levels.get("")?.rows.length === 0 ? (
        <p className={styles.none}>No changed key matches these filters.</p>
      ) : null}
    </>
  );
}

function TreeRow({ row }: { readonly row: KeyTreeRow }) {
  if (row.kind === "more") return <span className={styles.waiting} />;
  return (
    <div className={styles.indented} style={{ paddingLeft: row.depth * INDENT }}>
      {row.kind === "key" ? (
        <ChangedKeyRow difference={row.difference} name={row.name} />
      ) : (
        <div className={styles.row}>
          <span className={styles.fold} aria-hidden>
            {row.isOpen ? <ChevronDown /> : <ChevronRight />}
          </span>
          <span className={styles.key} dir="auto" title={visibleName(row.path)}>
            {visibleName(row.name)}
          </span>
          <Rolled totals={row.totals} />
        </div>
      )}
    </div>
  );
}
