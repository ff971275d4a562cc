import { show } from "../../calls/expect.ts";
import { InvalidOptionError } from "../../errors.ts";

/** The tags that Strata itself adds. A snapshot with only one of them is automatic (rule N5). */
export const STRATA_TAGS = ["auto", "cleanup", "safety", "import", "watch"] as const;

/** The longest tag, in UTF-16 units. */
const MAX_TAG_LENGTH = 200;

/**
 * The tags without repetitions.
 *
 * @throws {InvalidOptionError} if one is not a text of 1 to 200 characters.
 */
export function checkTags(tags: readonly unknown[]): string[] {
  for (const tag of tags) {
    if (typeof tag !== "string" || tag.length === 0 || tag.length > MAX_TAG_LENGTH || !tag.isWellFormed()) {
      throw new InvalidOptionError(
        `Expected a tag to be a text of 1 to ${MAX_TAG_LENGTH} characters, got ${show(tag)}.`,
      );
    }
  }
  return [...new Set(tags as readonly string[])];
}
