import { append, type Moment } from "../../../shared/model/index.ts";
import { freshnessOf } from "../../data/useAnswer.ts";
import { type Levels, useLevels } from "../../data/useLevels.ts";
import { momentId } from "../../state/moments.ts";
import type { KeyChild, KeyLevel } from "./keyTree.ts";

/** Children that one call gives. */
const PAGE = 500;

/** The levels of the key tree that were asked for. */
export const useKeyLevels = (at: Moment, separator: string): Levels<KeyLevel> =>
  useLevels<KeyChild, string, KeyLevel>({
    name: `${momentId(at)} ${separator}`,
    freshness: freshnessOf(at),
    ask: async ({ engine, store, signal }, { prefix, known, count }) => {
      const rows: KeyChild[] = [];
      let after = known?.next ?? null;
      do {
        const from = { store, at, separator, prefix, limit: PAGE, ...(after !== null && { after }) };
        const page = await engine.entries.children(from, { signal });
        append(rows, page.rows);
        after = page.next;
      } while (after !== null && rows.length < count);
      return { rows, next: after };
    },
  });
