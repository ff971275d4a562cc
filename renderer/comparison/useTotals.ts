import { useEffect, useState } from "react";
import type { DifferenceTotals } from "../../shared/model/index.ts";
import { isCancelled, messageOf } from "../client/index.ts";
import { useApp } from "../state/app.ts";
import { momentId, type Side } from "../state/moments.ts";

export interface TotalsAnswer {
  /** Null while they are on their way. */
  readonly totals: DifferenceTotals | null;
  readonly failure: string | null;
}

/** How many keys differ between two moments; asked anew when one of them is the present and that changes. */
export function useTotals(from: Side, to: Side): TotalsAnswer {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => (from.kind === "now" || to.kind === "now" ? state.revisionTick : 0));
  const [answer, setAnswer] = useState<{ of: string; totals: DifferenceTotals } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const between = `${store} ${momentId(from)} ${momentId(to)}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `between` says when the moments are others
  useEffect(() => {
    if (store === null) return;
    const controller = new AbortController();
    engine.diff.totals({ store, from, to }, { signal: controller.signal }).then(
      (totals) => {
        if (controller.signal.aborted) return;
        setFailure(null);
        setAnswer({ of: between, totals });
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !isCancelled(error)) setFailure(messageOf(error));
      },
    );
    return () => controller.abort();
  }, [engine, between, tick]);

  return { totals: answer?.of === between ? answer.totals : null, failure };
}

export const isNone = (totals: DifferenceTotals): boolean =>
  totals.added + totals.removed + totals.changed === 0;
