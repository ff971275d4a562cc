import type { DifferenceTotals, SnapshotMetadata } from "../../../shared/model/index.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { IN_VIEW } from "./useActivity.ts";

const NONE: DifferenceTotals = { added: 0, changed: 0, removed: 0 };

/**
 * How many keys differ between a snapshot and the one before it, by kind; null while that is on its way. In the first
 * snapshot everything is new. What a snapshot holds never changes, so an answer stays true.
 */
export function useChangeCount(
  snapshot: SnapshotMetadata,
  previous: SnapshotMetadata | null,
): DifferenceTotals | null {
  const before = previous === null || previous.revision === snapshot.revision ? null : previous.version;
  const { answer } = useAnswer<DifferenceTotals>({
    name: before && `totals ${before} ${snapshot.version}`,
    freshness: "fixed",
    isKept: true,
    ask: async ({ engine, store, signal }) => {
      const from = { kind: "snapshot", version: before ?? snapshot.version } as const;
      const to = { kind: "snapshot", version: snapshot.version } as const;
      return engine.diff.totals({ store, from, to }, { signal });
    },
    pause: IN_VIEW,
    failsAloud: true,
  });
  if (previous === null) return { ...NONE, added: snapshot.entryCount };
  return before === null ? NONE : answer;
}
