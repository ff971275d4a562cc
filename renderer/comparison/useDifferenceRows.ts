import type { DifferenceKind, DifferenceTotals, KeyDifference } from "../../shared/model/index.ts";
import { useApp } from "../state/app.ts";
import { momentId, type Side } from "../state/moments.ts";
import { type RemoteRows, useRemoteRows } from "../ui/index.ts";
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

export interface DifferenceRows {
  readonly rows: RemoteRows<KeyDifference>;
  /** Names the list: another one means other keys were asked for. */
  readonly identity: string;
}

/** The keys that differ between two moments, in key order, fetched as they come into view. */
export function useDifferenceRows(
  { from, to, filter, path, kinds }: WantedDifferences,
  onTotals?: (totals: DifferenceTotals) => void,
): DifferenceRows {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => (from.kind === "now" || to.kind === "now" ? state.revisionTick : 0));
  const identity = `${store} ${momentId(from)} ${momentId(to)} ${kinds?.join()} ${filter}\n${path}`;
  const rows = useRemoteRows<KeyDifference>({
    identity,
    tick,
    fetch: async (offset, limit, signal) => {
      if (store === null) return { total: 0, rows: [] };
      const shown = { filter, path, ...(kinds ? { kinds: [...kinds] } : {}) };
      const question = { store, from, to, ...shown, offset, limit, partial: true };
      const answer = await engine.diff.window(question, { signal });
      // That nothing was found so far does not say that nothing differs.
      if (!answer.partial || !isNone(answer.totals)) onTotals?.(answer.totals);
      return answer;
    },
  });
  return { rows, identity };
}
