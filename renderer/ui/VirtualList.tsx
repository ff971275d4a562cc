import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import {
  type AriaRole,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { domHeight, positionOf, type ScrollPosition, scrolledTo } from "./scrollScale.ts";
import { useTypeAhead } from "./typeAhead.ts";
import styles from "./VirtualList.module.css";

/** How a row was chosen: Shift extends a selection, Ctrl or Cmd toggles one row of it. */
export interface SelectIntent {
  readonly extend: boolean;
  readonly toggle: boolean;
}

export interface RowState {
  readonly isSelected: boolean;
  readonly isActive: boolean;
}

export interface VirtualListHandle {
  focus(): void;
  /** Scrolls so that the row can be seen, as little as possible or to the middle. */
  scrollToIndex(index: number, align?: "nearest" | "center"): void;
}

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  /** Pixels: one number, or one per row; another function means other heights. Default 28. */
  readonly rowHeight?: number | ((index: number) => number);
  readonly renderRow: (index: number, state: RowState) => ReactNode;
  /** The row that the keyboard is on; null when none is. */
  readonly activeIndex: number | null;
  /** A row that stays on the page while it is scrolled away: one that is being written in. The active one does, too. */
  readonly keptIndex?: number | null;
  /** What a row is known by while rows come and go; its position when left out. */
  readonly rowKey?: (index: number) => string | number;
  /** Defaults to the active row being the selected one. */
  readonly isSelected?: (index: number) => boolean;
  readonly onSelect: (index: number, intent: SelectIntent) => void;
  /** Enter or a double click. */
  readonly onOpen?: (index: number) => void;
  /** Letters typed in quick succession, for finding a row by its beginning. */
  readonly onTypeAhead?: (typed: string) => void;
  /** Before the list's own keys; call `preventDefault` to keep a key. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly onRowContextMenu?: (index: number, event: MouseEvent<HTMLDivElement>) => void;
  /**
   * The rows in view, both ends included. Called when they change, and for each new function: one that is created each
   * time the list is drawn may set no state that the same rows would change.
   */
  readonly onVisible?: (first: number, last: number) => void;
  readonly role?: "listbox" | "tree";
  /** Attributes of one row, such as `aria-level`. */
  readonly rowProps?: (index: number) => HTMLAttributes<HTMLDivElement>;
  readonly multiple?: boolean;
  readonly className?: string | undefined;
  readonly handle?: Ref<VirtualListHandle>;
}

const rowRoles: Readonly<Record<"listbox" | "tree", AriaRole>> = { listbox: "option", tree: "treeitem" };

/**
 * A list of any length, of which only what can be seen is on the page. One tab stop; arrows, Home, End, Page Up, Page
 * Down and typing move in it.
 */
export function VirtualList({
  label,
  count,
  rowHeight = 28,
  renderRow,
  activeIndex,
  keptIndex = null,
  rowKey = (index) => index,
  isSelected = (index) => index === activeIndex,
  onSelect,
  onOpen,
  onTypeAhead,
  onKeyDown,
  onRowContextMenu,
  onVisible,
  role = "listbox",
  rowProps,
  multiple = false,
  className,
  handle,
}: VirtualListProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const position = useRef<ScrollPosition>({ dom: 0, virtual: 0 });
  const virtualHeight = useRef(0);
  const [shift, setShift] = useState(0);
  const typeAhead = useTypeAhead(onTypeAhead);

  const extent = () => ({
    virtual: virtualHeight.current,
    viewport: scroller.current?.clientHeight ?? 0,
  });
  const place = useCallback((next: ScrollPosition) => {
    position.current = next;
    setShift(next.virtual - next.dom);
  }, []);

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: typeof rowHeight === "number" ? () => rowHeight : rowHeight,
    overscan: 8,
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      const kept = [activeIndex, keptIndex].filter((index) => index !== null && index < count);
      return [...new Set([...inView, ...(kept as number[])])].sort((a, b) => a - b);
    },
    observeElementOffset: (instance, report) => {
      const element = instance.scrollElement;
      if (!element) return;
      const read = (isScrolling: boolean) => () => {
        if (element.scrollTop !== position.current.dom) {
          place(scrolledTo(element.scrollTop, position.current, extent()));
        }
        report(position.current.virtual, isScrolling);
      };
      const moved = read(true);
      const ended = read(false);
      element.addEventListener("scroll", moved, { passive: true });
      element.addEventListener("scrollend", ended, { passive: true });
      return () => {
        element.removeEventListener("scroll", moved);
        element.removeEventListener("scrollend", ended);
      };
    },
    // Every scroll goes through `scrollTo` below, which knows the scale.
    scrollToFn: () => {},
  });
  virtualHeight.current = typeof rowHeight === "number" ? count * rowHeight : virtualizer.getTotalSize();

  // Another function of heights: what the virtualizer remembers of the old ones is void.
  useLayoutEffect(() => {
    if (typeof rowHeight !== "number") virtualizer.measure();
  }, [virtualizer, rowHeight]);

  // Fewer or more rows, or other heights: what stood at the top stays where it still can.
  const height = virtualHeight.current;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const next = positionOf(position.current.virtual, { virtual: height, viewport: element.clientHeight });
    if (next.dom === element.scrollTop && next.virtual === position.current.virtual) return;
    place(next);
    element.scrollTop = next.dom;
  }, [height, place]);

  const scrollTo = (virtual: number) => {
    const element = scroller.current;
    if (!element) return;
    place(positionOf(virtual, extent()));
    element.scrollTop = position.current.dom;
  };
  const edges = (index: number): readonly [start: number, end: number] => {
    if (typeof rowHeight === "number") return [index * rowHeight, (index + 1) * rowHeight];
    const item = virtualizer.measurementsCache[index];
    return item ? [item.start, item.end] : [0, 0];
  };
  const reveal = (index: number, align: "nearest" | "center" = "nearest") => {
    const { viewport } = extent();
    const [start, end] = edges(index);
    const top = position.current.virtual;
    if (align === "center") scrollTo(start - (viewport - (end - start)) / 2);
    else if (start < top) scrollTo(start);
    else if (end > top + viewport) scrollTo(end - viewport);
  };
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    scrollToIndex: reveal,
  }));

  const items = virtualizer.getVirtualItems();
  /** Where a row stands on the page. One that is kept far away must not make a list at its greatest height any higher. */
  const topOf = (start: number, size: number): number => {
    const top = start - shift;
    const bottom = domHeight(extent());
    return bottom === virtualHeight.current ? top : Math.min(Math.max(top, -size), bottom - size);
  };
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => {
    if (last >= first) onVisible?.(first, last);
  }, [first, last, onVisible]);

  const move = (to: number, event: KeyboardEvent) => {
    if (count === 0) return;
    const index = Math.min(Math.max(to, 0), count - 1);
    onSelect(index, { extend: multiple && event.shiftKey, toggle: false });
    reveal(index);
  };
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.target !== event.currentTarget) return;
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const at = activeIndex ?? -1;
    const page = Math.max(1, last - first - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      Home: 0,
      End: count - 1,
      PageDown: Math.max(at, 0) + page,
      PageUp: Math.max(at, 0) - page,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to, event);
    } else if (event.key === "Enter" && activeIndex !== null && onOpen) {
      event.preventDefault();
      onOpen(activeIndex);
    } else if (typeAhead(event.key)) {
      event.preventDefault();
    }
  };

  const listProps: HTMLAttributes<HTMLDivElement> = {
    role,
    "aria-label": label,
    "aria-multiselectable": multiple || undefined,
    "aria-activedescendant": activeIndex === null ? undefined : `${id}-${activeIndex}`,
    tabIndex: 0,
    onKeyDown: keys,
  };
  const propsOfRow = (index: number): HTMLAttributes<HTMLDivElement> => ({
    id: `${id}-${index}`,
    role: rowRoles[role],
    "aria-selected": isSelected(index),
    "aria-setsize": count,
    "aria-posinset": index + 1,
    onClick: (event) =>
      onSelect(index, {
        extend: multiple && event.shiftKey,
        toggle: multiple && (event.metaKey || event.ctrlKey),
      }),
    onDoubleClick: () => onOpen?.(index),
    onContextMenu: (event) => onRowContextMenu?.(index, event as MouseEvent<HTMLDivElement>),
    ...rowProps?.(index),
  });

  return (
    <div {...listProps} ref={scroller} className={clsx(styles.scroller, className)}>
      <div role="presentation" className={styles.content} style={{ height: domHeight(extent()) }}>
        {items.map(({ index, size, start }) => (
          <div
            key={rowKey(index)}
            {...propsOfRow(index)}
            data-active={index === activeIndex || undefined}
            data-kept={index === keptIndex || undefined}
            className={styles.row}
            style={{ height: size, transform: `translateY(${topOf(start, size)}px)` }}
          >
            {renderRow(index, { isSelected: isSelected(index), isActive: index === activeIndex })}
          </div>
        ))}
      </div>
    </div>
  );
}
