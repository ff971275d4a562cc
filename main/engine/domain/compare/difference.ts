import type {
  DifferenceTotals,
  Key,
  KeyDifference,
  Moment,
  Revision,
} from "../../../../shared/model/index.ts";
import type { Backend, ChangedKey, ChangedValue } from "../../backends/backend.ts";
import { Slices } from "../../core/slices.ts";
import type { DifferenceOptions, JobOptions } from "../../persistence.ts";
import { inKeyOrder } from "../read/among.ts";
import { summaryOfStored } from "../read/summary.ts";

/** Up to this many touched keys are compared in one go; more take a view of their own and many slices. */
const MOST_AT_ONCE = 1000;

/** Keys that differ between two moments, in key order. */
export async function difference(
  backend: Backend,
  from: Moment,
  to: Moment,
  options?: DifferenceOptions,
): Promise<KeyDifference[]> {
  const differences: KeyDifference[] = [];
  const found = options?.onFound ?? ((difference: KeyDifference) => differences.push(difference));
  await compareMoments(backend, from, to, options, ({ key, kind, before, after }) => {
    found({ key, kind, before: summaryOf(key, before), after: summaryOf(key, after) });
  });
  return differences;
}

function summaryOf(key: Key, value: ChangedValue | null): KeyDifference["before"] {
  return value && summaryOfStored(key, value.stored, value.since);
}

export async function differenceTotals(
  backend: Backend,
  from: Moment,
  to: Moment,
  options?: JobOptions,
): Promise<DifferenceTotals> {
  const totals = { added: 0, removed: 0, changed: 0 };
  await compareMoments(backend, from, to, options, ({ kind }) => {
    totals[kind] += 1;
  });
  return totals;
}

/** Visits every key that differs between two moments, in key order, in one consistent view. */
export async function compareMoments(
  backend: Backend,
  from: Moment,
  to: Moment,
  options: Pick<DifferenceOptions, "exact" | "keys" | keyof JobOptions> | undefined,
  visit: (changed: ChangedKey) => void,
): Promise<void> {
  const slices = new Slices(options);
  const asked = { exact: options?.exact ?? false, keys: options?.keys ? inKeyOrder(options.keys) : null };
  const present = await backend.view("short", [from, to]);
  const [a, b] = present.at as [Revision, Revision];
  if (a === b) return;
  const small = present.changes({ from: a, to: b, ...asked, most: MOST_AT_ONCE });
  if ((await small.next(visit)) === "all") return;
  const view = await backend.view("long", [from, to]);
  try {
    const [first, second] = view.at as [Revision, Revision];
    const walk = view.changes({ from: first, to: second, ...asked });
    let seen = 0;
    const count = (changed: ChangedKey) => {
      seen += 1;
      visit(changed);
    };
    while ((await walk.next(count, () => slices.due)) === "paused") await slices.pause(seen, null);
  } finally {
    view.close();
  }
}
