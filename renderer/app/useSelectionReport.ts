import { useEffect, useRef } from "react";
import { useApp } from "../state/app.ts";

/** Reports the selected key to the shell, so that it is selected again when the store is next opened. */
export function useSelectionReport(): void {
  const shell = useApp((state) => state.client.shell);
  const fail = useApp((state) => state.fail);
  const store = useApp((state) => state.store);
  const key = useApp((state) => state.selectedKey);
  const reported = useRef<{ store: typeof store; key: typeof key }>({ store: null, key: null });

  useEffect(() => {
    const before = reported.current;
    reported.current = { store, key };
    // A newly opened store has no selected key yet, which must not clear the remembered one.
    if (store === null || before.store !== store || before.key === key) return;
    shell.stores.select({ store, key }).catch(fail);
  }, [shell, fail, store, key]);
}
