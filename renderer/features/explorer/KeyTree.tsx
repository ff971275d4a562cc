import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow } from "../../state/moments.ts";
import {
  isDeletePress,
  matchesShortcut,
  rowPositions,
  type SelectIntent,
  VirtualList,
  type VirtualListHandle,
  visibleName,
} from "../../ui/index.ts";
import { KeyRow } from "./KeyRow.tsx";
import styles from "./KeyTree.module.css";
import { askToDelete } from "./keyActions.ts";
import { childId, groupsOf, type KeyLevel, type KeyTreeRow, keyTreeRows } from "./keyTree.ts";
import { useKeyChanges } from "./useKeyChanges.ts";
import { useKeyLevels } from "./useKeyLevels.ts";
import type { Selection } from "./useSelection.ts";
import { isJoint, useTreeSelection } from "./useTreeSelection.ts";

interface KeyTreeProps {
  readonly at: Moment;
  readonly separator: string;
  readonly selection: Selection;
  readonly handle: RefObject<VirtualListHandle | null>;
}

const NONE: ReadonlyMap<string, KeyLevel> = new Map();

/** The keys in groups, by the parts of their names. */
export function KeyTree({ at, separator, selection, handle }: KeyTreeProps) {
  const app = useAppStore();
  const selectedKey = useApp((state) => state.selectedKey);
  const drafts = useApp((state) => state.drafts);
  const tree = useKeyLevels(at, separator);
  const { more } = tree;
  const levels = tree.isCurrent ? tree.levels : NONE;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const rows = useMemo(() => keyTreeRows(levels, open), [levels, open]);
  const positions = useMemo(
    () => rowPositions(rows.map(({ depth, kind }) => ({ depth, isMore: kind === "more" }))),
    [rows],
  );
  const found = rows.findIndex(({ id }) => id === activeId);
  const activeIndex = found < 0 ? null : found;
  const isEditable = isNow(at);
  const changes = useKeyChanges(at, (index) => keyOf(rows[index]));
  const joint = useTreeSelection({ at, separator, rows, selection });

  // A key chosen from elsewhere is shown: the groups around it open.
  useEffect(() => {
    if (selectedKey === null) return;
    setActiveId(`key ${selectedKey}`);
    setOpen((now) => {
      const groups = groupsOf(selectedKey, separator).filter((group) => group !== selectedKey);
      return groups.every((group) => now.has(group)) ? now : new Set([...now, ...groups]);
    });
  }, [selectedKey, separator]);
  useEffect(() => {
    if (activeIndex !== null) handle.current?.scrollToIndex(activeIndex);
  }, [activeIndex, handle]);
  // What is open is fetched; a long level goes on when its end comes into view.
  useEffect(() => {
    for (const prefix of ["", ...open]) if (!levels.has(prefix)) more(prefix);
  }, [open, levels, more]);

  const toggle = (row: KeyTreeRow) => {
    if (row.kind !== "child" || row.child.summary !== null) return;
    const { path } = row.child;
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  };
  const select = (index: number, intent: SelectIntent = { extend: false, toggle: false }) => {
    const row = rows[index];
    if (row?.kind !== "child") return;
    setActiveId(row.id);
    if (isJoint(intent)) {
      if (intent.extend) joint.extend(index);
      else joint.toggle(index);
      return;
    }
    joint.anchorAt(index);
    selection.clear();
    if (row.child.summary) app.getState().selectKey(row.child.summary.key);
  };
  const remove = (keys: readonly Key[]) => askToDelete(app, keys, selection.clear);
  /** The keys about what is chosen together; false for any other. */
  const pressJoint = (event: KeyboardEvent): boolean => {
    const isJoined = selection.keys.size > 0;
    if (matchesShortcut(event, "Mod+A")) joint.selectAll();
    else if (isDeletePress(event) && isEditable && isJoined) remove([...selection.keys]);
    else if (event.altKey || event.metaKey || event.ctrlKey) return false;
    else if (event.key === " " && activeIndex !== null) joint.toggle(activeIndex);
    else if (event.key === "Escape" && isJoined) selection.clear();
    else return false;
    return true;
  };
  const pressOne = (event: KeyboardEvent): boolean => {
    const row = activeIndex === null ? undefined : rows[activeIndex];
    if (row?.kind !== "child") return false;
    const { summary } = row.child;
    if (isDeletePress(event) && isEditable && summary) remove([summary.key]);
    else if (event.altKey || event.metaKey || event.ctrlKey) return false;
    else if (event.key === "ArrowRight" && summary === null) {
      if (row.isOpen) select((activeIndex ?? 0) + 1);
      else toggle(row);
    } else if (event.key === "ArrowLeft") {
      if (row.isOpen) toggle(row);
      else goToParent(row);
    } else if (event.key === "F2" && isEditable && summary) {
      app.getState().show({ kind: "renameKey", key: summary.key });
    } else return false;
    return true;
  };
  const press = (event: KeyboardEvent) => {
    if (pressJoint(event) || pressOne(event)) event.preventDefault();
  };
  const goToParent = (row: KeyTreeRow) => {
    if (row.kind !== "child") return;
    const parent = groupsOf(row.child.path, separator).findLast((group) => group !== row.child.path);
    if (parent !== undefined) setActiveId(childId({ summary: null, path: parent }));
  };

  return (
    <VirtualList
      handle={handle}
      role="tree"
      label="Keys"
      count={rows.length}
      multiple
      activeIndex={activeIndex}
      isSelected={(index) => {
        const row = rows[index];
        return row !== undefined && joint.isChosen(row);
      }}
      onSelect={select}
      onOpen={(index) => {
        const row = rows[index];
        if (row) toggle(row);
      }}
      onKeyDown={press}
      onVisible={(first, last) => {
        changes.show(first, last);
        for (const row of rows.slice(first, last + 1)) if (row.kind === "more") more(row.prefix);
      }}
      rowProps={(index) => {
        const row = rows[index];
        if (!row) return {};
        const isGroup = row.kind === "child" && row.child.summary === null;
        return { ...positions[index], ...(isGroup ? { "aria-expanded": row.isOpen } : {}) };
      }}
      renderRow={(index, { isSelected }) => {
        const row = rows[index];
        if (!row) return null;
        if (row.kind === "more") return <span className={styles.more}>Loading…</span>;
        const { summary, name, entries } = row.child;
        return (
          <div className={styles.row} style={{ paddingLeft: 8 + row.depth * 14 }}>
            {summary ? (
              <KeyRow
                row={summary}
                name={name === "" ? summary.key : name}
                filter=""
                isSelected={isSelected}
                isDirty={isEditable && drafts.has(summary.key)}
                change={changes.changeOf(summary.key)}
              />
            ) : (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same
              // biome-ignore lint/a11y/noStaticElementInteractions: the row around it has the role
              <span
                className={styles.group}
                onClick={(event) => {
                  if (!event.shiftKey && !event.ctrlKey && !event.metaKey) toggle(row);
                }}
              >
                <ChevronRight className={row.isOpen ? styles.open : undefined} aria-hidden />
                <span className={styles.name} dir="auto" title={visibleName(row.child.path)}>
                  {visibleName(name)}
                </span>
                <span className={styles.count}>{entries.toLocaleString()}</span>
              </span>
            )}
          </div>
        );
      }}
    />
  );
}

const keyOf = (row: KeyTreeRow | undefined): Key | undefined =>
  row?.kind === "child" ? row.child.summary?.key : undefined;
