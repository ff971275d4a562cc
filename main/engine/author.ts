import { userInfo } from "node:os";
import { type Check, expect } from "./calls/expect.ts";
import { InvalidOptionError } from "./errors.ts";

/** Bytes of UTF-8 of the longest name that an author can have. */
const MAX_AUTHOR_BYTES = 1024;

/** Whether this can be the name of who made a revision. Line breaks and control characters are shown as such, not refused. */
export function isAuthor(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.trim() !== "" &&
    value.isWellFormed() &&
    Buffer.byteLength(value) <= MAX_AUTHOR_BYTES
  );
}

export const author: Check = expect(`a name of 1 to ${MAX_AUTHOR_BYTES} bytes of UTF-8`, isAuthor);

/**
 * Who makes the revisions of a store that was opened without a name: `STRATA_AUTHOR`, else the user that the system says.
 *
 * @throws {InvalidOptionError} when the variable is set to what is no name.
 */
export function defaultAuthor(): string {
  const { STRATA_AUTHOR: named = "" } = process.env;
  if (named !== "") {
    if (isAuthor(named)) return named;
    throw new InvalidOptionError(
      `Expected the environment variable STRATA_AUTHOR to be a name of 1 to ${MAX_AUTHOR_BYTES} bytes of UTF-8, ` +
        `got ${Buffer.byteLength(named)} bytes. Set it to a name, or unset it.`,
    );
  }
  try {
    const { username } = userInfo();
    if (isAuthor(username)) return username;
  } catch {
    // A container may run as a user that no list of users has.
  }
  return `user ${process.getuid?.() ?? "unknown"}`;
}
