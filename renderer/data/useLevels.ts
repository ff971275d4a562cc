import { useCallback, useEffect, useRef, useState } from "react";
import { isCancelled, messageOf } from "../client/index.ts";
import { useApp } from "../state/app.ts";
import { type Asker, type Freshness, useChanges } from "./useAnswer.ts";

/** The rows of a level that are here. */
export interface Level<Row, Next> {
  readonly rows: readonly Row[];
  /** Where the next ones begin; null when these are all. */
  readonly next: Next | null;
}

/** Which rows are asked for. */
export interface Wanted<Page> {
  /** The level: what its rows begin with; "" for the first one. */
  readonly prefix: string;
  /** What is here of it, to be continued; null to begin. */
  readonly known: Page | null;
  /** How many rows of it were on show. */
  readonly count: number;
}

export interface LevelsQuestion<Page> {
  /** Another name is another tree. */
  readonly name: string;
  readonly freshness: Freshness;
  readonly ask: (from: Asker, wanted: Wanted<Page>) => Promise<Page>;
}

export interface Levels<Page> {
  /** By prefix. Those of the tree before stay until the first one is here. */
  readonly levels: ReadonlyMap<string, Page>;
  /** Whether they are of the tree that is asked for. */
  readonly isCurrent: boolean;
  readonly failure: string | null;
  /** Asks for the first rows of a level, or for the next ones. */
  readonly more: (prefix: string) => void;
}

interface Run {
  readonly of: string;
  readonly controller: AbortController;
  /** The levels that are asked for. */
  readonly pending: Set<string>;
}

interface Tree<Page> {
  readonly of: string | null;
  readonly levels: ReadonlyMap<string, Page>;
  readonly failure: string | null;
}

/** A tree of the open store, level by level, or a list that goes on. A change asks again for the levels that are here. */
export function useLevels<Row, Next, Page extends Level<Row, Next>>({
  name,
  freshness,
  ask,
}: LevelsQuestion<Page>): Levels<Page> {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const round = useChanges(freshness);
  const of = `${store} ${name}`;
  const [tree, setTree] = useState<Tree<Page>>({ of: null, levels: new Map(), failure: null });
  const latest = useRef({ ask, tree });
  latest.current = { ask, tree };
  const running = useRef<Run | null>(null);

  const load = useCallback(
    async (run: Run, wanted: Wanted<Page>) => {
      const { prefix, known } = wanted;
      if (store === null || run.pending.has(prefix)) return;
      run.pending.add(prefix);
      try {
        const from = { engine, store, signal: run.controller.signal };
        const page = await latest.current.ask(from, wanted);
        if (running.current !== run) return;
        const level = known === null ? page : { ...page, rows: [...known.rows, ...page.rows] };
        setTree((now) => ({
          of: run.of,
          levels: new Map(now.of === run.of ? now.levels : []).set(prefix, level),
          failure: null,
        }));
      } catch (error) {
        if (running.current !== run || isCancelled(error)) return;
        setTree((now) => ({ ...now, failure: messageOf(error) }));
      } finally {
        run.pending.delete(prefix);
      }
    },
    [store, engine],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again
  useEffect(() => {
    const run = { of, controller: new AbortController(), pending: new Set<string>() };
    running.current = run;
    const { tree: shown } = latest.current;
    const here = new Map(shown.of === of ? shown.levels : []);
    for (const prefix of here.size > 0 ? here.keys() : [""]) {
      void load(run, { prefix, known: null, count: here.get(prefix)?.rows.length ?? 1 });
    }
    return () => {
      running.current = null;
      run.controller.abort();
    };
  }, [of, round, load]);

  const more = useCallback(
    (prefix: string) => {
      const { current: run } = running;
      if (run === null) return;
      const { tree: shown } = latest.current;
      if (shown.of !== run.of && prefix !== "") return;
      const known = (shown.of === run.of && shown.levels.get(prefix)) || null;
      if (known === null || known.next !== null) void load(run, { prefix, known, count: 1 });
    },
    [load],
  );
  return { levels: tree.levels, isCurrent: tree.of === of, failure: tree.failure, more };
}
