import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { visible } from "../../../shared/diff/index.ts";
import { ErrorNote, VirtualList, type VirtualListHandle } from "../../ui/index.ts";
import { ChangedKeyRow } from "./ChangedKeyRow.tsx";
import styles from "./DifferingKeys.module.css";
import type { ChangedKeysProps } from "./DifferingKeys.tsx";
import { Rolled } from "./DiffRowView.tsx";
import { guessSeparator, KeyTree, type KeyTreeRow } from "./keyTree.ts";
import { MOST_TREE_KEYS, useAllDifferences } from "./useAllDifferences.ts";

/** Pixels. */
const INDENT = 14;

const idOf = (row: KeyTreeRow) => (row.kind === "group" ? `g${row.path}` : `k${row.difference.key}`);

/** The changed keys gathered by what stands before their separators, the counts rolled up. */
export function ChangedKeyTree(props: ChangedKeysProps) {
  const { from, to, filter, path, kinds, selected, onSelect, onTotals, onKeyDown, handle } = props;
  const { rows: all, totals, tooMany, failure } = useAllDifferences({ from, to, filter, path, kinds });
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const tree = useMemo(
    () => new KeyTree(all ?? [], guessSeparator((all ?? []).map(({ key }) => key))),
    [all],
  );
  const rows = useMemo(() => tree.rows(open), [tree, open]);
  const found = rows.findIndex((row) => idOf(row) === activeId);
  const activeIndex = found < 0 ? null : found;

  useEffect(() => {
    if (totals !== null) onTotals(totals);
  }, [totals, onTotals]);

  // What is shown beside the tree is shown in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when other keys have arrived
  useEffect(() => {
    const [first] = all ?? [];
    if (first === undefined || all === null) return;
    const shown = all.find(({ key }) => key === selected) ?? first;
    if (shown.key !== selected) onSelect(shown.key);
    setOpen((before) => new Set([...before, ...tree.groupsAround(shown.key)]));
    setActiveId(`k${shown.key}`);
  }, [tree]);

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
  if (tooMany !== null)
    return (
      <ErrorNote tone="warning">
        {tooMany.toLocaleString()} keys differ, too many for a tree ({MOST_TREE_KEYS.toLocaleString()} at
        most). Narrow them down by the filters, or look at the list.
      </ErrorNote>
    );
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
        rowProps={(index) => {
          const row = rows[index];
          if (row === undefined) return {};
          return row.kind === "group"
            ? {
                "aria-level": row.depth + 1,
                "aria-expanded": row.isOpen,
                onClick: () => {
                  choose(index);
                  toggle(index);
                },
                onDoubleClick: () => {},
              }
            : {
                "aria-level": row.depth + 1,
                "aria-label": `${visible(row.difference.key)}, ${row.difference.kind}`,
              };
        }}
        renderRow={(index) => {
          const row = rows[index];
          return row === undefined ? null : <TreeRow row={row} />;
        }}
      />
      {all !== null && rows.length === 0 ? (
        <p className={styles.none}>No changed key matches these filters.</p>
      ) : null}
    </>
  );
}

function TreeRow({ row }: { readonly row: KeyTreeRow }) {
  return (
    <div className={styles.indented} style={{ paddingLeft: row.depth * INDENT }}>
      {row.kind === "key" ? (
        <ChangedKeyRow difference={row.difference} name={row.name} />
      ) : (
        <div className={styles.row}>
          <span className={styles.fold} aria-hidden>
            {row.isOpen ? <ChevronDown /> : <ChevronRight />}
          </span>
          <span className={styles.key} title={visible(row.path)}>
            {visible(row.name)}
          </span>
          <Rolled totals={row.totals} />
        </div>
      )}
    </div>
  );
}
