import { minify, minifyInSlices } from "../../../../shared/json/index.ts";
import type { JsonText, Key } from "../../../../shared/model/index.ts";
import type { PreparedChange } from "../../backends/backend.ts";
import { show } from "../../calls/expect.ts";
import { digestInSlices, encodeInSlices } from "../../checksum.ts";
import { inSlices, LARGE_VALUE, type Slices } from "../../core/slices.ts";
import { InvalidValueError } from "../../errors.ts";
import { toKey } from "../../key.ts";
import type { EntryChange } from "../../persistence.ts";

/** Whether a change is dealt with in slices (rule W11). */
export function isLarge(change: EntryChange | null | undefined): boolean {
  return typeof change?.text === "string" && change.text.length > LARGE_VALUE;
}

/** `checkChange`, and the transaction's work on the text, in slices. */
export async function checkLarge(given: EntryChange, slices: Slices): Promise<PreparedChange> {
  const key = toKey(given.key);
  let text: JsonText;
  try {
    text = await inSlices(minifyInSlices(given.text as string), slices);
  } catch (error) {
    throw invalid(key, error);
  }
  return prepareLarge(key, text, slices);
}

/** The same for a text that is already in the stored form. */
export async function prepareLarge(key: Key, text: JsonText, slices: Slices): Promise<PreparedChange> {
  const bytes = await inSlices(encodeInSlices(text), slices);
  const digest = await inSlices(digestInSlices(key, bytes), slices);
  return { key, text, prepared: { bytes, digest } };
}

/**
 * Checks the key and the text of a caller's change.
 *
 * @throws {InvalidKeyError | InvalidValueError}
 */
export function checkChange(change: EntryChange): EntryChange {
  if (typeof change !== "object" || change === null) {
    throw new InvalidValueError(
      `Expected a change to be an object with a key and a text, got ${show(change)}. Nothing was written.`,
    );
  }
  const key = toKey(change.key);
  return { key, text: change.text === null ? null : checkText(key, change.text) };
}

function checkText(key: Key, text: unknown): JsonText {
  if (typeof text !== "string") {
    throw new InvalidValueError(
      `Expected the value of ${JSON.stringify(key)} to be JSON text, got ${show(text)}. Nothing was written.`,
      { key, pointer: "" },
    );
  }
  try {
    return minify(text);
  } catch (error) {
    throw invalid(key, error);
  }
}

function invalid(key: Key, error: unknown): InvalidValueError {
  const { message, pointer, line, column } = error as Error & {
    readonly pointer?: string;
    readonly line?: number;
    readonly column?: number;
  };
  return new InvalidValueError(
    `The value of ${JSON.stringify(key)} is not JSON: ${message} Nothing was written.`,
    {
      key,
      pointer,
      line,
      column,
      cause: error,
    },
  );
}
