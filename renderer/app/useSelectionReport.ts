import { useEffect, useRef } from "react";
import { useApp } from "../state/app.ts";

/** Tells the shell which key is chosen, so that it is chosen again when the store is opened the next time. */
export function useSelectionReport(): void {
  const shell = useApp((state) => state.client.shell);
  const fail = useApp((state) => state.fail);
  const store = useApp((state) => state.store);
  const key = useApp((state) => state.selectedKey);
  const told = useRef<{ store: typeof store; key: typeof key }>({ store: null, key: null });

  useEffect(() => {
    const before = told.current;
    told.current = { store, key };
    // A store that was just opened has no chosen key yet; what it had is not to be forgotten for that.
    if (store === null || before.store !== store || before.key === key) return;
    shell.stores.select({ store, key }).catch(fail);
  }, [shell, fail, store, key]);
}
