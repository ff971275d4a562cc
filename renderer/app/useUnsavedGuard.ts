import { useEffect } from "react";
import { useApp } from "../state/app.ts";

/** With unsaved edits, leaving the page writes them and asks first. */
export function useUnsavedGuard(): void {
  const unsaved = useApp((state) => state.drafts.size > 0 && !state.leaveAgreed);
  const desktop = useApp((state) => state.client.desktop);
  const fail = useApp((state) => state.fail);
  const keepDrafts = useApp((state) => state.keepDrafts);

  useEffect(() => {
    desktop?.setUnsaved({ unsaved }).catch(fail);
  }, [desktop, unsaved, fail]);

  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => {
      keepDrafts().catch(fail);
      // On the desktop, the app asks with its own dialog.
      if (!desktop) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved, desktop, keepDrafts, fail]);
}
