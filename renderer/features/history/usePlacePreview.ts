import { NOW, type Revision } from "../../../shared/model/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { momentId } from "../../state/moments.ts";
import type { PlaceThen } from "./bringBack.ts";

export interface PlacePreview {
  /** The place as it is now, and as it would be; null while they are on their way. */
  readonly values: ValuePair | null;
  /** Why it can't simply be put there. */
  readonly conflicts: readonly string[];
  /** The `since` of the value that this was made of. */
  readonly since: Revision | null;
  readonly failure: string | null;
}

const NOTHING = { values: null, conflicts: [], since: null };

/** What bringing a place back would change; asked again when the present changes. */
export function usePlacePreview({ key, pointer, to }: PlaceThen): PlacePreview {
  const { latest, failure } = useAnswer<Omit<PlacePreview, "failure">>({
    name: `place ${momentId(to)} ${key}\n${pointer}`,
    freshness: "present",
    ask: async ({ engine, store, signal }) => {
      if (pointer === "") {
        return { ...NOTHING, values: await engine.diff.values({ store, from: NOW, to, key }, { signal }) };
      }
      const answer = await engine.restore.leafPreview({ store, to, key, pointer }, { signal });
      const { before, after, conflicts, since } = answer;
      return { values: { before, after }, conflicts, since };
    },
  });
  return failure === null ? { ...(latest ?? NOTHING), failure } : { ...NOTHING, failure };
}
