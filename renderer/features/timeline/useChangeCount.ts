import type { DifferenceTotals, SnapshotMetadata } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { Answers, useRemembered } from "./useRemembered.ts";

/** What a snapshot holds never changes, so an answer stays true. */
const answers = new Answers<DifferenceTotals>();

const NONE: DifferenceTotals = { added: 0, changed: 0, removed: 0 };

/**
 * How many keys differ between a snapshot and the one before it, by kind; null while that is on its way. In the first
 * snapshot everything is new.
 */
export function useChangeCount(
  snapshot: SnapshotMetadata,
  previous: SnapshotMetadata | null,
): DifferenceTotals | null {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const isAsked = store !== null && previous !== null && previous.revision !== snapshot.revision;
  const question = isAsked ? `${store} ${previous.version} ${snapshot.version}` : null;
  const answer = useRemembered(answers, question, async (signal) => {
    if (!isAsked) return NONE;
    const from = { kind: "snapshot", version: previous.version } as const;
    const to = { kind: "snapshot", version: snapshot.version } as const;
    return engine.diff.totals({ store, from, to }, { signal });
  });
  if (isAsked) return answer;
  return previous === null ? { ...NONE, added: snapshot.entryCount } : NONE;
}
