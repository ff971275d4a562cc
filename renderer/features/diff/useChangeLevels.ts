import { append, type DifferenceTotals, type Key } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { nameOf, questionOf, type WantedDifferences } from "../../comparison/useDifferenceRows.ts";
import { freshnessOf } from "../../data/useAnswer.ts";
import { type Level, type Levels, useLevels } from "../../data/useLevels.ts";

/** Rows of a level fetched in one go. */
const PAGE = 500;

type Answer = Awaited<ReturnType<EngineClient["diff"]["level"]>>;

/** The rows of one level that are here, and where the next ones begin. */
export type ChangeLevel = Level<Answer["rows"][number], number> &
  Pick<Answer, "separator" | "totals" | "shown">;

export interface ChangeLevels extends Pick<Levels<ChangeLevel>, "levels" | "failure" | "more"> {
  readonly totals: DifferenceTotals | null;
  /** What is to be shown first: what was chosen, if it is among them, else the first key. */
  readonly shown: Key | null;
}

/** The levels of the changed keys that were asked for; the old ones stay until the first new one is here. */
export function useChangeLevels(wanted: WantedDifferences, around: Key | null): ChangeLevels {
  const tree = useLevels<Answer["rows"][number], number, ChangeLevel>({
    name: nameOf(wanted),
    freshness: freshnessOf(wanted.from, wanted.to),
    ask: async ({ engine, store, signal }, { prefix, known, count }) => {
      const first = tree.isCurrent ? tree.levels.get("") : undefined;
      const rows: Answer["rows"] = [];
      for (;;) {
        const offset = (known?.rows.length ?? 0) + rows.length;
        const from = { store, ...questionOf(wanted), prefix, offset, limit: PAGE };
        const at = first === undefined ? {} : { separator: first.separator };
        const answer = await engine.diff.level({ ...from, ...at, ...(around && { around }) }, { signal });
        const { separator, totals, shown, total } = answer;
        append(rows, answer.rows);
        const next = offset + answer.rows.length;
        const isAll = next >= total || answer.rows.length === 0;
        if (isAll || rows.length >= count)
          return { rows, next: isAll ? null : next, separator, totals, shown };
      }
    },
  });
  const first = tree.levels.get("");
  return { ...tree, totals: first?.totals ?? null, shown: first?.shown ?? null };
}
