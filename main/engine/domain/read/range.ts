import { compareKeys } from "../../../../shared/model/index.ts";
import { DataIntegrityError } from "../../errors.ts";
import type { KeyRange } from "../../persistence.ts";

/** From one key on, up to, not including, another; open at its end where that is null. */
export interface Bounds {
  readonly from: string;
  readonly before: string | null;
}

export function toBounds(range: KeyRange): Bounds {
  const afterwards = range.after === undefined ? "" : successor(range.after);
  const from = range.from ?? "";
  return { from: isBefore(from, afterwards) ? afterwards : from, before: range.before ?? null };
}

/** Whether a key is in a range. */
export function isWithin(key: string, { from, before }: Bounds): boolean {
  return !isBefore(key, from) && (before === null || isBefore(key, before));
}

/** The next text in the order of UTF-8 bytes. */
export function successor(key: string): string {
  return `${key}\0`;
}

/** The order of keys (rule V7): by UTF-8 bytes, which differs from that of code units beyond the basic plane. */
export function isBefore(a: string, b: string): boolean {
  return compareKeys(a, b) < 0;
}

/**
 * A damaged index may return keys out of order, which would make a caller that continues after the last one loop for
 * ever.
 *
 * @throws {DataIntegrityError}
 */
export function assertAscending(rows: readonly { readonly key: string }[], from: string): void {
  let before: string | undefined;
  for (const { key } of rows) {
    if (before === undefined ? isBefore(key, from) : !isBefore(before, key)) {
      throw new DataIntegrityError(
        `The store is damaged: its index gives ${JSON.stringify(key)} out of order. ` +
          "Put back a copy of it, or save what can be saved with `strata recover`.",
        { key },
      );
    }
    before = key;
  }
}
