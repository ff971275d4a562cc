import type { Key } from "../../shared/model/index.ts";
import { show } from "./calls/expect.ts";
import { InvalidKeyError } from "./errors.ts";

/** The longest key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 4096;

/** A UTF-16 unit takes at most three bytes of UTF-8, so a key up to this length needs no counting. */
const SURELY_SHORT = Math.floor(MAX_KEY_BYTES / 3);

/**
 * Checks a key (rule V1).
 *
 * @throws {InvalidKeyError} if it is not a string of 1 byte to 4 KiB of UTF-8, or contains half of a surrogate pair.
 */
export function toKey(key: unknown): Key {
  if (typeof key !== "string") {
    throw new InvalidKeyError(`Expected the key to be a text, got ${show(key)}.`);
  }
  if (key.length === 0) throw new InvalidKeyError("Expected the key to have at least one character.");
  if (!key.isWellFormed()) {
    throw new InvalidKeyError(
      `The key ${JSON.stringify(key)} holds half of a surrogate pair, which UTF-8 cannot say.`,
      { key },
    );
  }
  if (key.length > SURELY_SHORT && Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new InvalidKeyError(
      `The key ${JSON.stringify(key.slice(0, 40))}… has ${Buffer.byteLength(key)} bytes of UTF-8; ` +
        `at most ${MAX_KEY_BYTES} are possible. Choose a shorter one.`,
      { key },
    );
  }
  return key as Key;
}
