import { equalJson } from "../../../shared/json/index.ts";
import { compareKeys, type Entry, type KeyDifference, type Moment } from "../../../shared/model/index.ts";
import { type EnhancedPersistence, summaryOf } from "../../engine/index.ts";

/** A state of one store. */
export interface StoreMoment {
  readonly store: Pick<EnhancedPersistence, "scan">;
  readonly at: Moment;
}

/** Finds the keys that differ between states of two stores, in key order. Both states are read whole, side by side. */
export async function differenceAcross(
  from: StoreMoment,
  to: StoreMoment,
  onFound: (difference: KeyDifference) => void,
  signal: AbortSignal,
): Promise<void> {
  const before = from.store.scan(from.at, { signal })[Symbol.asyncIterator]();
  const after = to.store.scan(to.at, { signal })[Symbol.asyncIterator]();
  try {
    let [a, b] = await Promise.all([before.next(), after.next()]);
    while (!a.done || !b.done) {
      const order = a.done ? 1 : b.done ? -1 : compareKeys(a.value.key, b.value.key);
      const left = order <= 0 && !a.done ? a.value : null;
      const right = order >= 0 && !b.done ? b.value : null;
      const found = difference(left, right);
      if (found !== null) onFound(found);
      if (left !== null) a = await before.next();
      if (right !== null) b = await after.next();
    }
  } finally {
    await Promise.all([before.return?.(), after.return?.()]);
  }
}

function difference(before: Entry | null, after: Entry | null): KeyDifference | null {
  if (before !== null && after !== null && equalJson(before.text, after.text)) return null;
  const key = (before ?? after)?.key;
  if (key === undefined) return null;
  return {
    key,
    kind: before === null ? "added" : after === null ? "removed" : "changed",
    before: before && summaryOf(before.key, before.text, before.since),
    after: after && summaryOf(after.key, after.text, after.since),
  };
}
