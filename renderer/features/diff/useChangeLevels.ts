import { useCallback, useEffect, useRef, useState } from "react";
import type { DifferenceTotals, Key } from "../../../shared/model/index.ts";
import { isCancelled, messageOf } from "../../client/index.ts";
import type { WantedDifferences } from "../../comparison/useDifferenceRows.ts";
import { useApp } from "../../state/app.ts";
import { momentId } from "../../state/moments.ts";
import type { Level } from "./keyTree.ts";

/** Rows of a level fetched in one go. */
const PAGE = 500;

interface Tree {
  /** Null while the first level is on its way. */
  readonly separator: string | null | undefined;
  readonly levels: ReadonlyMap<string, Level>;
  readonly totals: DifferenceTotals | null;
  /** What is to be shown first: what was chosen, if it is among them, else the first key. */
  readonly shown: Key | null;
}

export interface ChangeLevels extends Tree {
  readonly failure: string | null;
  /** Fetches the first rows below a prefix, or the next ones. */
  readonly more: (prefix: string) => void;
}

const NOTHING: Tree = { separator: undefined, levels: new Map(), totals: null, shown: null };

/** The levels of the changed keys that were asked for; the old ones stay until the first new one is here. */
export function useChangeLevels(
  { from, to, filter, path, kinds }: WantedDifferences,
  around: Key | null,
): ChangeLevels {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => (from.kind === "now" || to.kind === "now" ? state.revisionTick : 0));
  const [tree, setTree] = useState(NOTHING);
  const [failure, setFailure] = useState<string | null>(null);
  const question = `${store} ${momentId(from)} ${momentId(to)} ${kinds?.join()} ${filter}\n${path}\n${tick}`;
  const latest = useRef({ tree, around });
  latest.current = { tree, around };
  /** Of the present question; another one ends the fetches of the one before. */
  const running = useRef(new AbortController());
  const pending = useRef(new Set<string>());

  const ask = useCallback(
    async (more: { prefix: string; offset: number; separator?: string | null; around?: Key }) => {
      if (store === null) return null;
      const shown = { ...(kinds ? { kinds: [...kinds] } : {}), filter, path };
      const { signal } = running.current;
      const answer = await engine.diff.level({ store, from, to, ...shown, ...more, limit: PAGE }, { signal });
      return signal.aborted ? null : answer;
    },
    [store, engine, from, to, kinds, filter, path],
  );
  const tell = useCallback((error: unknown) => {
    if (!isCancelled(error)) setFailure(messageOf(error));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` says when what is asked is another thing
  useEffect(() => {
    const controller = new AbortController();
    running.current = controller;
    pending.current = new Set([""]);
    const { around: chosen } = latest.current;
    ask({ prefix: "", offset: 0, ...(chosen === null ? {} : { around: chosen }) }).then(
      (answer) => {
        pending.current.delete("");
        if (answer === null) return;
        const { separator, rows, total, totals, shown } = answer;
        setFailure(null);
        setTree({ separator, levels: new Map([["", { rows, total }]]), totals, shown });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) tell(error);
      },
    );
    return () => controller.abort();
  }, [engine, question, tell]);

  const more = useCallback(
    (prefix: string) => {
      const { separator, levels } = latest.current.tree;
      const known = levels.get(prefix);
      const isAll = known !== undefined && known.rows.length >= known.total;
      if (separator === undefined || pending.current.has(prefix) || isAll) return;
      const fetches = pending.current;
      fetches.add(prefix);
      ask({ prefix, separator, offset: known?.rows.length ?? 0 })
        .then((answer) => {
          if (answer === null) return;
          const rows = [...(known?.rows ?? []), ...answer.rows];
          setTree((now) => ({
            ...now,
            levels: new Map(now.levels).set(prefix, { rows, total: answer.total }),
          }));
        }, tell)
        .finally(() => fetches.delete(prefix));
    },
    [ask, tell],
  );
  return { ...tree, failure, more };
}
