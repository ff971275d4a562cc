import {
  firstIndex,
  type Key,
  type Revision,
  type SnapshotVersion,
} from "../../../../../shared/model/index.ts";
import { digestInSlices, digestOf, StateChecksum, shortDigest } from "../../../checksum.ts";
import { lostInWords } from "../../../core/lostInWords.ts";
import { inSlices, LARGE_VALUE, Slices } from "../../../core/slices.ts";
import { Encoding } from "../../../delta/encoding.ts";
import { assertAscending, isBefore, successor } from "../../../domain/read/range.ts";
import { DataIntegrityError, DeltaError, SnapshotNotFoundError } from "../../../errors.ts";
import type { JobOptions, VerifyReport } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import type { Head } from "../core/head.ts";
import { textOf } from "../read/textOf.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SnapshotRow, ValueRow } from "../storage/rows.ts";
import { isSoundSnapshot } from "../storage/soundRow.ts";
import { Consistency } from "./consistency.ts";
import { type Logged, VerifyStatements } from "./verifyStatements.ts";

const PAGE = 500;

/** Before every key. */
const FIRST: string = "";

type Damage = VerifyReport["damaged"][number];

/**
 * Recomputes the digest of every value in one snapshot, or in the whole store, and from those the checksums of the
 * states (rules I1, I5). A value belongs to all states from its `since` up to its `until`, so one walk over the values
 * gives all checksums. For the whole store it also compares the parts with each other, because each may be undamaged
 * but from another time (rule I7).
 */
export async function verify(
  core: StoreCore,
  version: SnapshotVersion | undefined,
  options?: JobOptions,
): Promise<VerifyReport> {
  const slices = new Slices(options);
  const view = await core.view();
  const { statements: read, head } = view;
  // Checks the stored data, not cached data.
  const { kept } = read;
  read.kept = undefined;
  try {
    const statements = new VerifyStatements(read.database);
    const named = snapshotsToCheck(read, version);
    const snapshots = named.filter(isSoundSnapshot);
    const unsound = named.filter((row) => !isSoundSnapshot(row)).map((row) => String(row.version));
    const states = new States(snapshots, version === undefined ? head : undefined);
    const consistency =
      version === undefined ? await Consistency.begin(view, statements, core.floor(read), slices) : undefined;
    const damaged: Damage[] = [];
    let checkedValues = 0;
    const total = head.entryCount + (statements.historyCount.get() ?? 0);
    let seen = 0;
    for (const rows of pages(statements)) {
      for (const row of rows) {
        seen += 1;
        if ((seen & 15) === 0 && slices.due) await slices.pause(seen, total);
        if (version !== undefined && !states.areIn(row)) continue;
        checkedValues += 1;
        const checked = check(read, row, damaged, slices);
        const digest = checked instanceof Promise ? await checked : checked;
        if (digest !== undefined) states.add(row, digest);
        consistency?.add(row, damaged);
      }
    }
    const contradictions = (await consistency?.end(snapshots, slices)) ?? [];
    options?.onProgress?.(seen, seen);
    const wrong = [...unsound, ...states.wrong(), ...(consistency?.wrongRevisions() ?? [])];
    return report({ checkedValues, damaged, states: wrong, contradictions, lost: core.lost });
  } catch (error) {
    throw core.failure(error);
  } finally {
    read.kept = kept;
    view.close();
  }
}

function report(found: Omit<VerifyReport, "ok" | "error">): VerifyReport {
  const { damaged, states, contradictions, lost } = found;
  const keys = [...new Set(damaged.map(({ key }) => key))];
  const some = (names: readonly string[]) => names.slice(0, 10).join(", ");
  const parts = [
    keys.length > 0 && `${keys.length === 1 ? "the value" : "values"} of ${some(keys)}`,
    states.length > 0 && `the checksum of ${some(states)}`,
    contradictions.length > 0 && `it is a torn copy:  ${some(contradictions)}`,
    lost !== null && `${lostInWords(lost)}, which were lost with the end of the log`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return { ok: true, ...found, error: null };
  const error = new DataIntegrityError(
    `The store is damaged: ${parts.join("; ")}. Export what can be read, or put back a copy of the store.`,
    { damaged: keys },
  );
  return { ok: false, ...found, error };
}

function snapshotsToCheck(statements: ReadStatements, version: SnapshotVersion | undefined): SnapshotRow[] {
  // Without the row checks of other reads, because faults belong in the report.
  if (version === undefined)
    return statements.database
      .prepare<[], SnapshotRow>("SELECT * FROM snapshot ORDER BY sequence DESC")
      .all();
  const row = statements.snapshot.get(version);
  if (row === undefined) throw new SnapshotNotFoundError(version);
  return [row];
}

function* pages(statements: VerifyStatements): Generator<(ValueRow & Logged)[], void, void> {
  // By the index, as reads do: an index that skips a value or leads to another one is damage too.
  for (let from = FIRST; ; ) {
    const { values, valuesLength } = statements;
    const isShort = (valuesLength.get(from, PAGE) ?? 0) <= LARGE_VALUE;
    const { rows, isLast } = pageOf(isShort ? values.all(from, PAGE) : values.iterate(from, PAGE));
    for (const row of rows) assertRow(row);
    assertAscending(rows, from);
    yield rows;
    const last = rows.at(-1);
    if (isLast || last === undefined) break;
    from = successor(last.key);
  }
  for (let key: string = FIRST, until = 0 as Revision; ; ) {
    const { history, historyLength } = statements;
    const isShort = (historyLength.get(key, until, PAGE) ?? 0) <= LARGE_VALUE;
    const { rows, isLast } = pageOf(
      isShort ? history.all(key, until, PAGE) : history.iterate(key, until, PAGE),
    );
    for (const row of rows) {
      assertRow(row);
      if (isBefore(row.key, key) || (row.key === key && row.until <= until)) throw outOfOrder(row.key);
      ({ key, until } = row);
    }
    yield rows;
    if (isLast) return;
  }
}

/** Many small rows, which are read at once, or some up to a large one, which is the last. */
function pageOf<Row extends ValueRow>(
  found: Row[] | Iterable<Row>,
): { readonly rows: Row[]; readonly isLast: boolean } {
  if (Array.isArray(found)) return { rows: found, isLast: found.length < PAGE };
  const rows: Row[] = [];
  let length = 0;
  for (const row of found) {
    rows.push(row);
    // Whatever a damaged store has in place of the value.
    const { value }: { readonly value: unknown } = row;
    if (typeof value === "string" || value instanceof Uint8Array) length += value.length;
    if (length > LARGE_VALUE) return { rows, isLast: false };
  }
  return { rows, isLast: rows.length < PAGE };
}

/** @throws {DataIntegrityError} if the key or the revisions of a value are invalid. */
function assertRow({ key, since, until }: ValueRow): void {
  if (
    typeof key === "string" &&
    Number.isSafeInteger(since) &&
    (until === null || Number.isSafeInteger(until))
  )
    return;
  throw new DataIntegrityError(
    `The store is damaged: it has a value of ${JSON.stringify(key)} from revision ${since} to ${until}, which no store has. ` +
      "Put back a copy of it, or save what can be saved with `strata recover`.",
    typeof key === "string" ? { key } : {},
  );
}

function outOfOrder(key: Key): DataIntegrityError {
  return new DataIntegrityError(
    `The store is damaged: superseded values of ${JSON.stringify(key)} are out of order. ` +
      "Put back a copy of it, or save what can be saved with `strata recover`.",
    { key },
  );
}

/**
 * The digest of a value; undefined, and recorded, if it is not the one that was written. Only that of a large value is a
 * promise, because a million awaits cost a third of the time.
 */
function check(
  statements: ReadStatements,
  row: ValueRow,
  damaged: Damage[],
  slices: Slices,
): string | undefined | Promise<string | undefined> {
  const note = (reason: string) => {
    damaged.push({ key: row.key as Key, since: row.since, reason });
    return undefined;
  };
  const compared = (digest: string) =>
    shortDigest(digest) === row.digest ? digest : note("its checksum is another one");
  const failed = (error: unknown) => {
    if (!(error instanceof DataIntegrityError || error instanceof DeltaError)) throw error;
    return note(
      error instanceof DeltaError ? "its delta base is missing" : "it cannot be decoded to what was written",
    );
  };
  try {
    // A superseded text is compared with its digest when it is read.
    const text = isPlain(row) ? row.value : textOf(statements, row);
    if (text.length > LARGE_VALUE)
      return inSlices(digestInSlices(row.key, text), slices).then(compared).catch(failed);
    return compared(digestOf(row.key, text));
  } catch (error) {
    return failed(error);
  }
}

/** Whether a row has a large plain text, whose digest is computed without decoding. */
function isPlain({ until, encoding, value }: ValueRow): boolean {
  return (
    (until === null || encoding === Encoding.PLAIN) &&
    (typeof value === "string" || value instanceof Uint8Array) &&
    value.length > LARGE_VALUE
  );
}

interface State {
  readonly name: string;
  readonly revision: Revision;
  /** Null if the stored checksum is invalid. */
  readonly expected: StateChecksum | null;
}

/**
 * States by revision, with the sum of digests that begin there minus those that ended: running totals are their
 * checksums.
 */
class States {
  readonly #states: readonly State[];
  readonly #changes: readonly StateChecksum[];

  constructor(snapshots: readonly SnapshotRow[], head: Head | undefined) {
    const states: State[] = snapshots.map((row) => ({
      name: row.version,
      revision: row.revision,
      expected: StateChecksum.isBytes(row.checksum) ? StateChecksum.fromBytes(row.checksum) : null,
    }));
    if (head !== undefined)
      states.push({ name: "the present", revision: head.revision, expected: head.checksum });
    this.#states = states.sort((a, b) => a.revision - b.revision);
    this.#changes = this.#states.map(() => new StateChecksum());
  }

  /** Whether any of the states contains this value. */
  areIn({ since, until }: ValueRow): boolean {
    const first = this.#states[this.#firstFrom(since)];
    return first !== undefined && (until === null || first.revision < until);
  }

  add({ since, until }: ValueRow, digest: string): void {
    this.#changes[this.#firstFrom(since)]?.add(digest);
    if (until !== null) this.#changes[this.#firstFrom(until)]?.subtract(digest);
  }

  /** The names of the states with a wrong checksum. */
  wrong(): string[] {
    const running = new StateChecksum();
    const wrong: string[] = [];
    this.#states.forEach(({ name, expected }, i) => {
      running.addAll(this.#changes[i] as StateChecksum);
      if (expected === null || !running.equals(expected)) wrong.push(name);
    });
    return wrong;
  }

  #firstFrom(revision: Revision): number {
    const states = this.#states;
    return firstIndex(0, states.length, (index) => (states[index] as State).revision >= revision);
  }
}
