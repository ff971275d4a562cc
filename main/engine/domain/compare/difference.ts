import type {
  DifferenceKind,
  DifferenceTotals,
  JsonText,
  Key,
  KeyDifference,
  Moment,
  Revision,
} from "../../../../shared/model/index.ts";
import type { StoreCore } from "../../backends/sqlite/core/core.ts";
import { candidatePages, touchedBetween } from "../../backends/sqlite/read/candidates.ts";
import { storedTextOf } from "../../backends/sqlite/read/textOf.ts";
import { withUnsettled } from "../../backends/sqlite/read/unsettled.ts";
import { valuesAt } from "../../backends/sqlite/read/valuesAt.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { ValueRow } from "../../backends/sqlite/storage/rows.ts";
import { Slices } from "../../core/slices.ts";
import type { StoredText } from "../../delta/storedText.ts";
import type { DifferenceOptions, JobOptions } from "../../persistence.ts";
import { inKeyOrder } from "../read/among.ts";
import { revisionAt } from "../read/moment.ts";
import { summaryOfStored } from "../read/summary.ts";

/** Up to this many touched keys are compared in one go; more take a connection of their own and many slices. */
const MOST_AT_ONCE = 1000;

/** How many keys' values are read by one statement. */
const KEYS_AT_ONCE = 100;

/**
 * One key that differs, with both of its values; undefined where it did not exist. What is not asked of the values before
 * the next key is asked for is gone.
 */
export interface ChangedKey {
  readonly key: Key;
  readonly kind: DifferenceKind;
  readonly before: ChangedValue | undefined;
  readonly after: ChangedValue | undefined;
}

/** One value of a key that differs. Its string is made when it is asked for. */
export class ChangedValue {
  readonly since: Revision;
  readonly stored: StoredText;

  constructor(since: Revision, stored: StoredText) {
    this.since = since;
    this.stored = stored;
  }

  get text(): JsonText {
    return this.stored.text as JsonText;
  }
}

/** Keys that differ between two moments, in key order. */
export async function difference(
  core: StoreCore,
  from: Moment,
  to: Moment,
  options?: DifferenceOptions,
): Promise<KeyDifference[]> {
  const differences: KeyDifference[] = [];
  const found = options?.onFound ?? ((difference: KeyDifference) => differences.push(difference));
  await compareMoments(core, from, to, options, ({ key, kind, before, after }) => {
    found({
      key,
      kind,
      before: before === undefined ? null : summaryOfStored(key, before.stored, before.since),
      after: after === undefined ? null : summaryOfStored(key, after.stored, after.since),
    });
  });
  return differences;
}

export async function differenceTotals(
  core: StoreCore,
  from: Moment,
  to: Moment,
  options?: JobOptions,
): Promise<DifferenceTotals> {
  const totals = { added: 0, removed: 0, changed: 0 };
  await compareMoments(core, from, to, options, ({ kind }) => {
    totals[kind] += 1;
  });
  return totals;
}

/** Visits every key that differs between two moments, in key order, in one consistent view. */
export async function compareMoments(
  core: StoreCore,
  from: Moment,
  to: Moment,
  options: Pick<DifferenceOptions, "exact" | "keys" | keyof JobOptions> | undefined,
  visit: (changed: ChangedKey) => void,
): Promise<void> {
  const slices = new Slices(options);
  const exact = options?.exact ?? false;
  const keys = options?.keys && inKeyOrder(options.keys);
  const small = await core.consistent((statements, present) => {
    const a = revisionAt(core, statements, present, from);
    const b = revisionAt(core, statements, present, to);
    if (a === b) return true;
    const [earlier, later] = a < b ? [a, b] : [b, a];
    if (keys === undefined) {
      const { touched, written } = touchedBetween(statements, earlier, later);
      if (!written || touched > MOST_AT_ONCE) return false;
    } else if (keys.length > MOST_AT_ONCE) return false;
    return withUnsettled(statements, [earlier, later], () => {
      for (const page of comparePages(statements, a, b, exact, keys))
        for (const changed of page) visit(changed);
      return true;
    });
  });
  if (small) return;
  const view = await core.view();
  try {
    const a = revisionAt(core, view.statements, view.head, from);
    const b = revisionAt(core, view.statements, view.head, to);
    let seen = 0;
    for (const page of comparePages(view.statements, a, b, exact, keys)) {
      for (const changed of page) {
        visit(changed);
        seen += 1;
        if (slices.due) await slices.pause(seen, null);
      }
      if (slices.due) await slices.pause(seen, null);
    }
  } catch (error) {
    throw core.failure(error);
  } finally {
    view.close();
  }
}

/** What differs among these keys, or among each page of candidates; lazily, so that a caller may stop for a while between two keys. */
export function* comparePages(
  statements: ReadStatements,
  from: Revision,
  to: Revision,
  exact = false,
  only?: readonly Key[],
): Generator<Iterable<ChangedKey>, void, void> {
  if (only !== undefined) {
    yield compareKeysAt(statements, only, [from, to], exact);
    return;
  }
  const [earlier, later] = from <= to ? [from, to] : [to, from];
  for (const keys of candidatePages(statements, earlier, later))
    yield compareKeysAt(statements, keys, [from, to], exact);
}

function* compareKeysAt(
  statements: ReadStatements,
  keys: readonly Key[],
  [from, to]: readonly [Revision, Revision],
  exact: boolean,
): Generator<ChangedKey, void, void> {
  for (let first = 0; first < keys.length; first += KEYS_AT_ONCE) {
    const together = keys.slice(first, first + KEYS_AT_ONCE);
    const before = valuesAt(statements, together, from);
    const after = valuesAt(statements, together, to);
    for (const key of together) {
      const changed = compareValues(statements, key, [before(key), after(key)], exact);
      if (changed === undefined) continue;
      yield changed;
      changed.before?.stored.release();
      changed.after?.stored.release();
    }
  }
}

/** How one key differs between its values at two revisions; undefined when it does not (rule V6). */
function compareValues(
  statements: ReadStatements,
  key: Key,
  [before, after]: readonly [ValueRow | undefined, ValueRow | undefined],
  exact: boolean,
): ChangedKey | undefined {
  if (before === undefined && after === undefined) return undefined;
  if (before?.since === after?.since) return undefined;
  const changed = { key, ...changedValues(statements, before, after) };
  if (changed.before === undefined) return { ...changed, kind: "added" };
  if (changed.after === undefined) return { ...changed, kind: "removed" };
  const { stored } = changed.before;
  const isSame = exact ? stored.equals(changed.after.stored) : stored.saysTheSame(changed.after.stored);
  return isSame ? undefined : { ...changed, kind: "changed" };
}

/** The texts of both, the later one first: the earlier one is often kept as what differs from it. */
function changedValues(
  statements: ReadStatements,
  before: ValueRow | undefined,
  after: ValueRow | undefined,
): Pick<ChangedKey, "before" | "after"> {
  if (before !== undefined && after !== undefined && before.since > after.since) {
    const later = changedValue(statements, before);
    return { before: later, after: changedValue(statements, after, later) };
  }
  const later = after && changedValue(statements, after);
  return { before: before && changedValue(statements, before, later), after: later };
}

function changedValue(statements: ReadStatements, row: ValueRow, later?: ChangedValue): ChangedValue {
  return new ChangedValue(row.since, storedTextOf(statements, row, later));
}
