import { useRef } from "react";
import type { Key } from "../../../shared/model/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { freshnessOf, useAnswer } from "../../data/useAnswer.ts";
import { momentId, type Side } from "../../state/moments.ts";

interface KeyValues {
  /** Null while they are on their way. The old ones stay until then. */
  readonly values: ValuePair | null;
  readonly of: Key | null;
  readonly failure: string | null;
}

/** Both values of one key, whole; the same pair for as long as they are the same texts. */
export function useKeyValues(from: Side, to: Side, key: Key | null): KeyValues {
  const { latest, failure } = useAnswer<{ readonly values: ValuePair; readonly of: Key }>({
    name: key === null ? null : `values ${momentId(from)} ${momentId(to)} ${key}`,
    freshness: freshnessOf(from, to),
    key,
    ask: async ({ engine, store, signal }) => {
      const of = key as Key;
      return { values: await engine.diff.values({ store, from, to, key: of }, { signal }), of };
    },
  });
  const shown = useRef(latest);
  if (latest === null || shown.current === null || !isSame(latest, shown.current)) shown.current = latest;
  return { values: shown.current?.values ?? null, of: shown.current?.of ?? null, failure };
}

const isSame = (
  one: { readonly values: ValuePair; readonly of: Key },
  other: { readonly values: ValuePair; readonly of: Key },
) =>
  one.of === other.of && one.values.before === other.values.before && one.values.after === other.values.after;
