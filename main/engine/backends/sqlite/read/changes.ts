import type { Key, Revision } from "../../../../../shared/model/index.ts";
import type { ChangedKey, ChangedValue, ChangesQuestion, ChangesWalk } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { ValueRow } from "../storage/rows.ts";
import { candidatePages, touchedBetween } from "./candidates.ts";
import { withPending } from "./pendingHistory.ts";
import type { Reads } from "./reads.ts";
import { storedTextOf } from "./textOf.ts";
import { valuesAt } from "./valuesAt.ts";

/** How many keys' values are read by one statement. */
const KEYS_AT_ONCE = 100;

/** The keys that differ between two revisions of a view. */
export class SqliteChanges implements ChangesWalk {
  readonly #read: Reads;
  readonly #question: ChangesQuestion;
  readonly #earlier: Revision;
  readonly #later: Revision;
  #pages: Iterator<readonly Key[]> | undefined;
  /** Keys among which are the next ones that differ, and how many of them have been compared. */
  #keys: readonly Key[] = [];
  #compared = 0;

  constructor(read: Reads, question: ChangesQuestion) {
    this.#read = read;
    this.#question = question;
    const { from, to } = question;
    [this.#earlier, this.#later] = from <= to ? [from, to] : [to, from];
  }

  next(visit: (changed: ChangedKey) => void, isDue: () => boolean = () => false) {
    const { most } = this.#question;
    if (most === undefined)
      return this.#read(this.#earlier, (statements) => this.#walk(statements, visit, isDue));
    // What is few is found where it was set aside, too, so that nothing has to be flushed before.
    return this.#read("tables", (statements) => {
      if (!this.#isFew(statements, most)) return "tooMany";
      return withPending(statements, [this.#earlier, this.#later], () =>
        this.#walk(statements, visit, isDue),
      );
    });
  }

  #isFew(statements: ReadStatements, most: number): boolean {
    const { keys } = this.#question;
    if (keys !== null) return keys.length <= most;
    const { touched, written } = touchedBetween(statements, this.#earlier, this.#later);
    return written && touched <= most;
  }

  #walk(
    statements: ReadStatements,
    visit: (changed: ChangedKey) => void,
    isDue: () => boolean,
  ): "all" | "paused" {
    for (;;) {
      if (this.#compared === this.#keys.length && !this.#nextPage(statements)) return "all";
      if (!this.#compareSome(statements, visit, isDue)) return "paused";
    }
  }

  #nextPage(statements: ReadStatements): boolean {
    const { keys } = this.#question;
    this.#pages ??= keys === null ? candidatePages(statements, this.#earlier, this.#later) : [keys].values();
    const page = this.#pages.next();
    if (page.done === true) return false;
    this.#keys = page.value;
    this.#compared = 0;
    return true;
  }

  /** False when it is time for a pause. */
  #compareSome(
    statements: ReadStatements,
    visit: (changed: ChangedKey) => void,
    isDue: () => boolean,
  ): boolean {
    const { from, to, exact } = this.#question;
    const together = this.#keys.slice(this.#compared, this.#compared + KEYS_AT_ONCE);
    const before = valuesAt(statements, together, from);
    const after = valuesAt(statements, together, to);
    for (const key of together) {
      this.#compared += 1;
      const changed = compareValues(statements, key, [before(key), after(key)], exact);
      if (changed === undefined) continue;
      visit(changed);
      changed.before?.stored.release();
      changed.after?.stored.release();
      if (isDue()) return false;
    }
    return !isDue();
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
  if (changed.before === null) return { ...changed, kind: "added" };
  if (changed.after === null) return { ...changed, kind: "removed" };
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
  return {
    before: before === undefined ? null : changedValue(statements, before, later),
    after: later ?? null,
  };
}

function changedValue(statements: ReadStatements, row: ValueRow, later?: ChangedValue): ChangedValue {
  return { since: row.since, stored: storedTextOf(statements, row, later) };
}
