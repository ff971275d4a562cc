import { useEffect } from "react";
import { isOverlayOpen, onOverlaysGone } from "../ui/index.ts";

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
      const [target] = event.composedPath();
      if (target instanceof HTMLElement && !isOverlayOpen()) last = target;
    };
    const giveBack = () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (!isLost || isOverlayOpen()) return;
      const to = last?.isConnected ? last : document.querySelector<HTMLElement>(LISTS);
      to?.focus();
    };
    // The dialog's own way comes first, one frame after it is gone.
    const stop = onOverlaysGone(() => requestAnimationFrame(() => requestAnimationFrame(giveBack)));
    document.addEventListener("focusin", remember);
    return () => {
      document.removeEventListener("focusin", remember);
      stop();
    };
  }, []);
}
