import { useEffect, useState } from "react";
import { NOW, type Revision } from "../../../shared/model/index.ts";
import { isCancelled, messageOf } from "../../client/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { useApp } from "../../state/app.ts";
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

const NOTHING: PlacePreview = { values: null, conflicts: [], since: null, failure: null };

/** What bringing a place back would change; asked anew when the present changes. */
export function usePlacePreview({ key, pointer, to }: PlaceThen): PlacePreview {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const tick = useApp((state) => state.revisionTick);
  const [preview, setPreview] = useState(NOTHING);
  const moment = momentId(to);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `moment` is `to`
  useEffect(() => {
    if (store === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async (): Promise<PlacePreview> => {
      if (pointer === "") {
        const values = await engine.diff.values({ store, from: NOW, to, key }, { signal });
        return { ...NOTHING, values };
      }
      const answer = await engine.restore.leafPreview({ store, to, key, pointer }, { signal });
      const { before, after, conflicts, since } = answer;
      return { values: { before, after }, conflicts, since, failure: null };
    };
    ask().then(
      (answer) => {
        if (!signal.aborted) setPreview(answer);
      },
      (error: unknown) => {
        if (!signal.aborted && !isCancelled(error)) setPreview({ ...NOTHING, failure: messageOf(error) });
      },
    );
    return () => controller.abort();
  }, [engine, store, key, pointer, moment, tick]);
  return preview;
}
