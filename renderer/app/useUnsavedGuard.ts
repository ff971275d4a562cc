import { useEffect } from "react";
import { useApp } from "../state/app.ts";

/** While an edit is unsaved, leaving the page asks first. */
export function useUnsavedGuard(): void {
  const unsaved = useApp((state) => state.drafts.size > 0 && !state.leaveAgreed);
  const desktop = useApp((state) => state.client.desktop);
  const fail = useApp((state) => state.fail);

  useEffect(() => {
    desktop?.setUnsaved({ unsaved }).catch(fail);
  }, [desktop, unsaved, fail]);

  useEffect(() => {
    // The desktop asks by its own dialog.
    if (!unsaved || desktop) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved, desktop]);
}
