import { userInfo } from "node:os";
import { type Check, expect } from "./calls/expect.ts";
import { InvalidOptionError } from "./errors.ts";

/** The maximum length of an author's name, in bytes of UTF-8. */
const MAX_AUTHOR_BYTES = 1024;

/** Whether this can be an author's name. Line breaks and control characters are shown escaped, not refused. */
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
 * The default author of revisions: `STRATA_AUTHOR`, else the system's user name.
 *
 * @throws {InvalidOptionError} if the variable is not a valid name.
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
    // A container may run as a user that is in no list of users.
  }
  return `user ${process.getuid?.() ?? "unknown"}`;
}
