import { useEffect } from "react";

/** Elements that cover the page temporarily. */
const OVER = "[role=dialog], [role=alertdialog], [role=menu]";

/** The lists that get the focus if the previously focused element no longer exists. */
const LISTS = ["Keys", "Changed keys", "Timeline"]
  .flatMap((name) => [`[role=listbox][aria-label="${name}"]`, `[role=tree][aria-label="${name}"]`])
  .join(", ");

/**
 * Restores the focus when a dialog closes. Each dialog restores it too, but the previous element may have been in
 * another dialog, such as the palette, or may no longer exist; then no key would work.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    // The path includes shadow roots, such as the editor's, whose host takes no focus.
    const remember = (event: FocusEvent) => {
      const path = event.composedPath();
      const [target] = path;
      const isOver = path.some((each) => each instanceof Element && each.matches(OVER));
      if (target instanceof HTMLElement && !isOver) last = target;
    };
    const giveBack = () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (!isLost || document.querySelector(OVER) !== null) return;
      const to = last?.isConnected ? last : document.querySelector<HTMLElement>(LISTS);
      to?.focus();
    };
    const observer = new MutationObserver((changes) => {
      const isOver = (node: Node) =>
        node instanceof Element && (node.matches(OVER) || node.querySelector(OVER) !== null);
      if (!changes.some(({ removedNodes }) => [...removedNodes].some(isOver))) return;
      // The dialog restores the focus first, one frame after it closes.
      requestAnimationFrame(() => requestAnimationFrame(giveBack));
    });
    document.addEventListener("focusin", remember);
    observer.observe(document.body, { childList: true });
    return () => {
      document.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, []);
}
