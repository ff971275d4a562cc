import { useEffect } from "react";
import { shortcutKey } from "../../ui/index.ts";

/** `/` goes to the filter from anywhere that isn't a field. */
export function useFocusSearch(search: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (shortcutKey(event) !== "/" || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
      const [target] = event.composedPath();
      if (!(target instanceof HTMLElement)) return;
      if (target.isContentEditable || target.closest("input, textarea, [role=dialog]")) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [search]);
}
