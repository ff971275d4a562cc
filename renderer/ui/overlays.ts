import { useLayoutEffect } from "react";

let open = 0;
const listeners = new Set<() => void>();

/** Whether a dialog, a menu or a small panel lies over the page. */
export const isOverlayOpen = (): boolean => open > 0;

/** Calls `listener` each time that the last of them has gone; gives what ends that. */
export function onOverlaysGone(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Stands in whatever lies over the page, as its first child, so that it is known before the focus goes in. */
export function OverlayMark(): null {
  useLayoutEffect(() => {
    open += 1;
    return () => {
      open -= 1;
      if (open === 0) for (const listener of listeners) listener();
    };
  }, []);
  return null;
}
