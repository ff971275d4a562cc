import { DataIntegrityError } from "../../errors.ts";
import type { JsonValue } from "../../persistence.ts";

/**
 * Parses a stored text.
 *
 * @throws {DataIntegrityError} if it is not JSON, which only damage can cause.
 */
export function parseStored(key: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new DataIntegrityError(
      `The value of ${JSON.stringify(key)} is not what was written: the store is damaged there. ` +
        "Run verify to find all that is, and put back a copy of the store.",
      { key, cause },
    );
  }
}
