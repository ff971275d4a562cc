import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DiffRow } from "../../shared/diff/index.ts";
import {
  type Action,
  ContextMenu,
  type MenuPlace,
  menuPlaceByKey,
  rowPositions,
  VirtualList,
  type VirtualListHandle,
} from "../ui/index.ts";
import styles from "./DiffList.module.css";
import { DiffRowView } from "./DiffRowView.tsx";
import { nextChange } from "./foldedRows.ts";
import { columnsIn, type DiffLayout, rowHeight } from "./rowLayout.ts";
import { RULER, useListMetrics } from "./useListMetrics.ts";

export interface DiffListHandle {
  /** Goes to the next or previous change; false when there is none that way. */
  step(direction: 1 | -1): boolean;
  focus(): void;
}

export interface DiffListProps {
  readonly rows: readonly DiffRow[];
  readonly layout: DiffLayout;
  readonly isClosed: (row: DiffRow) => boolean;
  readonly onToggle: (row: DiffRow) => void;
  /** Something beside each row, and how much room it takes at most. Pixels. */
  readonly trailing?: (row: DiffRow) => ReactNode;
  readonly trailingWidth?: number;
  /** Enter or a double click; folds and unfolds, if nothing else is wanted. */
  readonly onOpen?: (row: DiffRow) => void;
  /** What can be done with a row, by its menu. */
  readonly commandsFor?: (row: DiffRow) => readonly Action[];
  readonly label?: string;
  readonly handle?: Ref<DiffListHandle>;
}

/** The rows of a structural difference, of which only those in view are on the page. */
export function DiffList({
  rows,
  layout,
  isClosed,
  onToggle,
  trailing,
  trailingWidth = 0,
  onOpen,
  commandsFor,
  label = "Changes",
  handle,
}: DiffListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const [activeId, setActiveId] = useState<number | null>(null);
  const [menuPlace, setMenuPlace] = useState<MenuPlace | null>(null);
  const { width, characterWidth } = useListMetrics(frame, ruler);
  const columns = columnsIn(width - trailingWidth, layout, characterWidth);
  const heights = useMemo(() => rows.map((row) => rowHeight(row, layout, columns)), [rows, layout, columns]);
  const positions = useMemo(() => rowPositions(rows), [rows]);
  const heightOf = useCallback((index: number) => heights[index] ?? 24, [heights]);

  const found = activeId === null ? -1 : rows.findIndex((row) => row.id === activeId);
  const activeIndex = found < 0 ? null : found;
  const select = (index: number) => setActiveId(rows[index]?.id ?? null);

  useImperativeHandle(handle, () => ({
    focus: () => list.current?.focus(),
    step(direction) {
      const to = nextChange(rows, activeIndex ?? (direction > 0 ? -1 : rows.length), direction);
      if (to === null) return false;
      select(to);
      list.current?.scrollToIndex(to, "center");
      return true;
    },
  }));

  const toggle = (index: number) => {
    const row = rows[index];
    if (row !== undefined && row.fold !== "none") onToggle(row);
  };
  const active = activeIndex === null ? undefined : rows[activeIndex];
  const commands = menuPlace === null || active === undefined ? [] : (commandsFor?.(active) ?? []);
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = activeIndex === null ? undefined : rows[activeIndex];
    if (row === undefined || activeIndex === null) return;
    const place = menuPlaceByKey(event);
    if (place !== null && (commandsFor?.(row).length ?? 0) > 0) {
      event.preventDefault();
      setMenuPlace(place);
      return;
    }
    const canOpen = row.fold === "run" || (row.fold !== "none" && isClosed(row));
    if (event.key === " " || (event.key === "ArrowRight" && canOpen)) {
      event.preventDefault();
      toggle(activeIndex);
    } else if (event.key === "ArrowLeft") {
      event.preventDefault();
      if (row.fold === "open" && !isClosed(row)) toggle(activeIndex);
      else {
        const parent = rows.findLastIndex((each, index) => index < activeIndex && each.depth < row.depth);
        if (parent >= 0) select(parent);
      }
    }
  };

  return (
    <div className={styles.frame} ref={frame}>
      <span className={styles.ruler} ref={ruler} aria-hidden>
        {RULER}
      </span>
      <VirtualList
        label={label}
        role="tree"
        handle={list}
        count={rows.length}
        rowHeight={heightOf}
        activeIndex={activeIndex}
        onSelect={select}
        onOpen={(index) => {
          const row = rows[index];
          if (row !== undefined && onOpen) onOpen(row);
          else toggle(index);
        }}
        onKeyDown={keys}
        onRowContextMenu={(index, event) => {
          const row = rows[index];
          if (row === undefined || (commandsFor?.(row).length ?? 0) === 0) return;
          event.preventDefault();
          select(index);
          setMenuPlace({ x: event.clientX, y: event.clientY });
        }}
        rowProps={(index) => {
          const row = rows[index];
          if (row === undefined) return {};
          return {
            ...positions[index],
            ...(row.fold === "none" ? {} : { "aria-expanded": row.fold === "open" && !isClosed(row) }),
          };
        }}
        renderRow={(index) => {
          const row = rows[index];
          return row === undefined ? null : (
            <>
              <DiffRowView
                row={row}
                isClosed={isClosed(row)}
                layout={layout}
                columns={columns}
                onToggle={() => onToggle(row)}
              />
              {trailing?.(row)}
            </>
          );
        }}
      />
      <ContextMenu label="Place" place={menuPlace} onClose={() => setMenuPlace(null)} actions={commands} />
    </div>
  );
}
