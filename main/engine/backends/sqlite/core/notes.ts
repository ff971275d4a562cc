import type { Revision } from "../../../../../shared/model/index.ts";
import { DataIntegrityError } from "../../../errors.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { MOST } from "../storage/soundRow.ts";

/** A count recorded in the table "meta": a revision, or a number of changes. None is 0. */
export function notedCount(name: string, value: unknown): number {
  if (value === undefined) return 0;
  if (isCount(value)) return value;
  throw wrongNote(name, value);
}

/** The oldest revision from which every later one can be read. */
export function floorOf({ meta }: ReadStatements): Revision {
  return notedCount("floor", meta.get("floor")) as Revision;
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
}

/** The id of the store. */
export function idOf({ meta }: ReadStatements): string {
  const id: unknown = meta.get("id");
  if (typeof id === "string" && id !== "") return id;
  throw wrongNote("id", id);
}

/** The error for an impossible record (rule F9). */
export function wrongNote(name: string, value: unknown, cause?: unknown): DataIntegrityError {
  const what =
    value instanceof Uint8Array ? `${value.length} bytes` : String(JSON.stringify(value)).slice(0, 60);
  return new DataIntegrityError(
    `The store is damaged: in its table "meta" the note ${JSON.stringify(name)} is ${what}, which is not what was written. ` +
      "Put back a copy of it, or save what can be saved with `strata recover`.",
    { cause },
  );
}
