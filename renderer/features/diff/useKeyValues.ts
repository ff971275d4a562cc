import { useEffect, useState } from "react";
import type { Key } from "../../../shared/model/index.ts";
import { isCancelled, messageOf } from "../../client/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { useApp } from "../../state/app.ts";
import { momentId, type Side } from "../../state/moments.ts";

/** Both values of one key, whole; null while they are on their way. The old ones stay until then. */
export function useKeyValues(
  from: Side,
  to: Side,
  key: Key | null,
  tick: number,
): { readonly values: ValuePair | null; readonly of: Key | null; readonly failure: string | null } {
  const store = useApp((state) => state.store);
  const engine = useApp((state) => state.client.engine);
  const [answer, setAnswer] = useState<{ values: ValuePair; of: Key } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const between = `${momentId(from)} ${momentId(to)}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `between` says when the moments are others
  useEffect(() => {
    if (store === null || key === null) return;
    const controller = new AbortController();
    engine.diff.values({ store, from, to, key }, { signal: controller.signal }).then(
      (values) => {
        if (controller.signal.aborted) return;
        setFailure(null);
        setAnswer((before) =>
          before !== null && before.of === key && same(before.values, values) ? before : { values, of: key },
        );
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !isCancelled(error)) setFailure(messageOf(error));
      },
    );
    return () => controller.abort();
  }, [store, engine, between, key, tick]);

  return { values: key === null ? null : (answer?.values ?? null), of: answer?.of ?? null, failure };
}

const same = (one: ValuePair, other: ValuePair) => one.before === other.before && one.after === other.after;
