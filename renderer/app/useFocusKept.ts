import { useEffect } from "react";

/** What lies over the page and goes again. */
const OVER = "[role=dialog], [role=alertdialog], [role=menu]";

/** Where the focus goes when what had it is gone too. */
const LISTS = ["Keys", "Changed keys", "Timeline"]
  .flatMap((name) => [`[role=listbox][aria-label="${name}"]`, `[role=tree][aria-label="${name}"]`])
  .join(", ");

/**
 * Gives the focus back when it goes with a dialog. Each dialog does so for what had it before; but that may have been
 * another dialog, such as the palette, or a button that is gone meanwhile, and then no key would mean anything.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    // The path goes into shadow roots, as the editor's, whose own element takes no focus.
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
      // The dialog's own way comes first, one frame after it is gone.
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
