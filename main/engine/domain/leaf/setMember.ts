import {
  type ExactValue,
  equalExact,
  parseExact,
  shortPointer,
  stringifyExact,
  valueAtPath,
  withValueAt,
} from "../../../../shared/json/index.ts";
import { type JsonText, type Key, NOW, type Revision, reasonOf } from "../../../../shared/model/index.ts";
import { Slices } from "../../core/slices.ts";
import { InvalidValueError } from "../../errors.ts";
import type { EntryChange, JobOptions, TemporalStore } from "../../persistence.ts";
import { entriesOf } from "../read/among.ts";
import { parsePointer } from "./path.ts";

const MOST_EXAMPLES = 50;
const MOST_SKIPPED = 1000;

export interface MemberChange {
  /** Null if nothing changed, or with `dryRun`. */
  readonly revision: Revision | null;
  readonly changed: number;
  /** The place before and after in the first keys that change, at most 50. */
  readonly examples: readonly {
    readonly key: Key;
    readonly before: JsonText | null;
    readonly after: JsonText | null;
  }[];
  /** Keys without such a place, at most 1 000 of them. */
  readonly skipped: readonly { readonly key: Key; readonly reason: string }[];
  readonly skippedCount: number;
}

/**
 * Sets one place inside many values to the same value, as one revision; `text: null` deletes the place. With `dryRun`
 * it only reports what would change.
 *
 * @throws {InvalidOptionError} if the pointer is invalid.
 * @throws {InvalidValueError} if the text is not JSON.
 * @throws {ConflictError} if another writer changed one of the values meanwhile; nothing is written then.
 */
export async function setMember(
  store: Pick<TemporalStore, "entries" | "write">,
  keys: readonly Key[],
  pointer: string,
  text: JsonText | null,
  { dryRun, ...job }: JobOptions & { readonly dryRun: boolean },
): Promise<MemberChange> {
  const path = parsePointer(pointer);
  const value = text === null ? undefined : parsed(text, pointer);
  const slices = new Slices(job);
  const changes: EntryChange[] = [];
  const expected = new Map<Key, Revision>();
  const examples: { key: Key; before: JsonText | null; after: JsonText | null }[] = [];
  const skipped: { key: Key; reason: string }[] = [];
  let skippedCount = 0;
  for await (const [key, entry] of entriesOf(store, NOW, [...new Set(keys)])) {
    if (slices.due) await slices.pause(changes.length, keys.length);
    const outcome =
      entry === null ? "There is no such key any more." : change(parseExact(entry.text), path, value);
    if (outcome === null) continue;
    if (typeof outcome === "string" || entry === null) {
      skippedCount += 1;
      if (skipped.length < MOST_SKIPPED) skipped.push({ key, reason: String(outcome) });
      continue;
    }
    changes.push({ key, text: outcome.text });
    expected.set(key, entry.since);
    if (examples.length < MOST_EXAMPLES) examples.push({ key, before: outcome.before, after: text });
  }
  const revision =
    dryRun || changes.length === 0
      ? null
      : await store.write(changes, {
          operation: "set",
          detail: `${shortPointer(pointer)} of ${changes.length} keys`,
          expected,
        });
  return { revision, changed: changes.length, examples, skipped, skippedCount };
}

function parsed(text: JsonText, pointer: string): ExactValue {
  try {
    return parseExact(text);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new InvalidValueError(
      `The value for ${shortPointer(pointer)} is not JSON: ${reason} Nothing was written.`,
      {
        pointer,
        cause,
      },
    );
  }
}

/** The value with the place set; null if it is equal already, a sentence if it cannot be set. */
function change(
  root: ExactValue,
  path: readonly string[],
  value: ExactValue | undefined,
): { readonly text: JsonText | null; readonly before: JsonText | null } | string | null {
  const before = valueAtPath(root, path);
  if (before === undefined ? value === undefined : value !== undefined && equalExact(before, value))
    return null;
  const placed = withValueAt(root, path, value);
  if ("obstacle" in placed) {
    const around = path.slice(0, placed.depth).join(".");
    if (placed.obstacle === "missing") return `It has no “${around}”.`;
    if (placed.obstacle === "outOfRange") return `Its array has no item “${around}”.`;
    return around === "" ? "It is no object or array." : `Its “${around}” is no object or array.`;
  }
  return {
    text: placed.value === undefined ? null : stringifyExact(placed.value),
    before: before === undefined ? null : stringifyExact(before),
  };
}
