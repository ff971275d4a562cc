/** Browsers clamp heights near 2^24 or 2^25 device pixels; far below that on every screen. */
export const MAX_HEIGHT = 8_000_000;

/** Where a scrolled element stands: its own offset, and the offset in the list it shows. Pixels. */
export interface ScrollPosition {
  readonly dom: number;
  readonly virtual: number;
}

export interface ScrollExtent {
  /** The height of the whole list. */
  readonly virtual: number;
  /** The height of the window that shows it. */
  readonly viewport: number;
}

/** The height that the scrolled element really gets. */
export function domHeight({ virtual }: ScrollExtent): number {
  return Math.min(virtual, MAX_HEIGHT);
}

/**
 * The position after the element was scrolled to `dom`. A list taller than an element can be is scrolled pixel by
 * pixel by wheel and keys, and in proportion when the scroll bar is dragged.
 */
export function scrolledTo(dom: number, before: ScrollPosition, extent: ScrollExtent): ScrollPosition {
  const height = domHeight(extent);
  if (height === extent.virtual) return { dom, virtual: dom };
  const furthest = Math.max(0, extent.virtual - extent.viewport);
  const domFurthest = Math.max(1, height - extent.viewport);
  if (dom <= 0) return { dom, virtual: 0 };
  if (dom >= domFurthest - 1) return { dom, virtual: furthest };
  const step = dom - before.dom;
  const near = Math.abs(step) <= extent.viewport * 2;
  const virtual = near ? before.virtual + step : (dom / domFurthest) * furthest;
  return { dom, virtual: Math.min(Math.max(virtual, 0), furthest) };
}

/** The position that shows `virtual` at the top, as near as the end of the list allows. */
export function positionOf(virtual: number, extent: ScrollExtent): ScrollPosition {
  const height = domHeight(extent);
  const furthest = Math.max(0, extent.virtual - extent.viewport);
  const clamped = Math.min(Math.max(virtual, 0), furthest);
  if (height === extent.virtual) return { dom: clamped, virtual: clamped };
  const domFurthest = Math.max(1, height - extent.viewport);
  // Not quite at either end unless the list is, because an end of the element means an end of the list.
  const inside = Math.min(Math.max(Math.round((clamped / furthest) * domFurthest), 1), domFurthest - 2);
  return { dom: clamped === 0 ? 0 : clamped === furthest ? domFurthest : inside, virtual: clamped };
}
