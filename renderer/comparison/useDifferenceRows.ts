import type { DifferenceKind, DifferenceTotals, KeyDifference } from "../../shared/model/index.ts";
import { freshnessOf } from "../data/useAnswer.ts";
import { type RemoteRows, useRows } from "../data/useRows.ts";
import { momentId, type Side } from "../state/moments.ts";
import { isNone } from "./useTotals.ts";

/** Which keys that differ between two moments are wanted. */
export interface WantedDifferences {
  readonly from: Side;
  readonly to: Side;
  readonly filter: string;
  /** Leaves the keys whose values differ at this path; empty for all. */
  readonly path: string;
  /** Undefined for all. */
  readonly kinds: readonly DifferenceKind[] | undefined;
}

/** The keys that differ between two moments, in key order, fetched as they come into view. */
export const useDifferenceRows = (
  wanted: WantedDifferences,
  onTotals?: (totals: DifferenceTotals) => void,
): RemoteRows<KeyDifference> =>
  useRows({
    name: nameOf(wanted),
    freshness: freshnessOf(wanted.from, wanted.to),
    ask: async ({ engine, store, signal }, offset, limit) => {
      const question = { store, ...questionOf(wanted), offset, limit, partial: true };
      const answer = await engine.diff.window(question, { signal });
      // That nothing was found so far does not say that nothing differs.
      if (!answer.partial || !isNone(answer.totals)) onTotals?.(answer.totals);
      return answer;
    },
  });

/** Another name means that other keys are wanted. */
export const nameOf = ({ from, to, kinds, filter, path }: WantedDifferences): string =>
  `differences ${momentId(from)} ${momentId(to)} ${kinds?.join()} ${filter}\n${path}`;

export const questionOf = ({ from, to, filter, path, kinds }: WantedDifferences) => ({
  from,
  to,
  filter,
  path,
  ...(kinds && { kinds: [...kinds] }),
});
