import { DataIntegrityError } from "../../errors.ts";
import type { JsonValue } from "../../persistence.ts";

/**
 * The value that a stored text says.
 *
 * @throws {DataIntegrityError} when it is no JSON, which nothing that writes to a store lets in.
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
