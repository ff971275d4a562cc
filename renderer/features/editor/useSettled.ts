import { useEffect, useState } from "react";
import { useApp } from "../../state/app.ts";

/**
 * The result of a promise; null while it is pending, and if it failed, which is shown. Other values are returned
 * unchanged.
 */
export function useSettled<Value>(outcome: Value | Promise<Value>): Value | null {
  const fail = useApp((state) => state.fail);
  const [late, setLate] = useState<{ readonly of: unknown; readonly value: Value } | null>(null);

  useEffect(() => {
    if (!(outcome instanceof Promise)) return;
    outcome.then((value) => setLate({ of: outcome, value }), fail);
  }, [outcome, fail]);

  if (outcome instanceof Promise) return late?.of === outcome ? late.value : null;
  return outcome;
}
