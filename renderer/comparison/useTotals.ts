import type { DifferenceTotals } from "../../shared/model/index.ts";
import { freshnessOf, useAnswer } from "../data/useAnswer.ts";
import { momentId, type Side } from "../state/moments.ts";

/** How many keys differ between two moments. */
export const useTotals = (from: Side, to: Side) =>
  useAnswer<DifferenceTotals>({
    name: `totals ${momentId(from)} ${momentId(to)}`,
    freshness: freshnessOf(from, to),
    ask: ({ engine, store, signal }) => engine.diff.totals({ store, from, to }, { signal }),
  });

export const isNone = (totals: DifferenceTotals): boolean =>
  totals.added + totals.removed + totals.changed === 0;
