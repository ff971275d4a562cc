import { useEffect, useState } from "react";
import type { DifferenceKind, DifferenceTotals, KeyDifference } from "../../../shared/model/index.ts";
import { isCancelled, messageOf } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";
import { momentId, type Side } from "../../state/moments.ts";

/** The most keys that are gathered into a tree. */
export const MOST_TREE_KEYS = 50_000;

const PAGE = 1_000;

export interface Wanted {
  readonly from: Side;
  readonly to: Side;
  readonly filter: string;
  /** Leaves the keys whose values differ at this path; empty for all. */
  readonly path: string;
  /** Undefined for all. */
  readonly kinds: readonly DifferenceKind[] | undefined;
}

export interface AllDifferences {
  /** Null while they are on their way. */
  readonly rows: readonly KeyDifference[] | null;
  readonly totals: DifferenceTotals | null;
  /** How many there are, when that is too many to be gathered. */
  readonly tooMany: number | null;
  readonly failure: string | null;
}

const NOTHING: AllDifferences = { rows: null, totals: null, tooMany: null, failure: null };

/** Every key that differs, after the filters; the old ones stay until the new ones are here. */
export function useAllDifferences({ from, to, filter, path, kinds }: Wanted): AllDifferences {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => (from.kind === "now" || to.kind === "now" ? state.revisionTick : 0));
  const [answer, setAnswer] = useState<AllDifferences>(NOTHING);
  const question = `${store} ${momentId(from)} ${momentId(to)} ${kinds?.join()} ${filter}\n${path}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` says when what is asked is another thing
  useEffect(() => {
    if (store === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const gather = async () => {
      const rows: KeyDifference[] = [];
      for (let offset = 0; ; offset += PAGE) {
        const page = await engine.diff.window(
          { store, from, to, filter, path, offset, limit: PAGE, ...(kinds ? { kinds: [...kinds] } : {}) },
          { signal },
        );
        if (signal.aborted) return;
        const { totals, total } = page;
        if (total > MOST_TREE_KEYS) return setAnswer({ rows: [], totals, tooMany: total, failure: null });
        for (const row of page.rows) rows.push(row);
        if (page.rows.length === 0 || rows.length >= total)
          return setAnswer({ rows, totals, tooMany: null, failure: null });
      }
    };
    gather().catch((error: unknown) => {
      if (!signal.aborted && !isCancelled(error))
        setAnswer({ ...NOTHING, rows: [], failure: messageOf(error) });
    });
    return () => controller.abort();
  }, [engine, question, tick]);

  return answer;
}
