import { useEffect, useState } from "react";
import { useApp } from "../../state/app.ts";

/** What a promise gave; null while it is pending, and when it failed, which is told. Anything else is as it is. */
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
