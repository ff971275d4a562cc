import type { Key, Revision } from "../../../../shared/model/index.ts";
import { ConflictError } from "../../errors.ts";

/**
 * @param sinceOf The revision that wrote a key's present value; null where there is none.
 * @throws {ConflictError} if a key is not, or not any more, at the revision that the caller knows.
 */
export function assertExpected(
  expected: ReadonlyMap<Key, Revision | null> = new Map(),
  sinceOf: (key: Key) => Revision | null,
): void {
  for (const [key, since] of expected) {
    const found = sinceOf(key);
    if (found === since) continue;
    throw new ConflictError(
      found === null
        ? `${JSON.stringify(key)} was deleted in the meantime. Nothing was written.`
        : since === null
          ? `${JSON.stringify(key)} exists already. Nothing was written; choose another key or edit that one.`
          : `${JSON.stringify(key)} was changed in the meantime, by revision ${found}. Nothing was written; ` +
            "look at its present value first.",
      { key },
    );
  }
}
