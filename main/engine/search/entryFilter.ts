import type { RE2JS } from "re2js";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { InvalidOptionError } from "../errors.ts";

/** How a filter is read. */
export type FilterMode = "text" | "regex" | "value";

/** Which entries are wanted: by their key, or by their value. */
export type EntryFilter =
  | { readonly by: "key"; readonly matches: (key: Key) => boolean }
  | { readonly by: "value"; readonly matches: (text: JsonText) => boolean };

/**
 * Reads a filter: text that a key contains, without regard to case; a regular expression that is found in it, in RE2's
 * syntax, whose time is linear whatever the expression (with capitals it heeds case, without it does not); or a
 * question to the value. What reads the latter two is loaded with the first of them.
 *
 * @throws {InvalidOptionError} if it can't be read.
 */
export async function entryFilter(filter: string, mode: FilterMode): Promise<EntryFilter> {
  switch (mode) {
    case "text":
      return { by: "key", matches: containing(filter) };
    case "regex": {
      const expression = await compile(filter);
      return { by: "key", matches: (key) => expression.test(key) };
    }
    case "value": {
      const { valueQuery } = await import("./valueQuery.ts");
      return { by: "value", matches: valueQuery(filter) };
    }
    default:
      throw new InvalidOptionError(`Expected the mode to be text, regex or value, found ${String(mode)}.`);
  }
}

/** Whether a key contains a text, without regard to case. */
export function containing(text: string): (key: Key) => boolean {
  const needle = text.toLowerCase();
  return (key) => key.toLowerCase().includes(needle);
}

async function compile(filter: string): Promise<RE2JS> {
  const { RE2JS } = await import("re2js");
  try {
    return RE2JS.compile(filter, /\p{Lu}/u.test(filter.replaceAll(/\\./g, "")) ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const { message } = error as Error;
    throw new InvalidOptionError(
      `This regular expression can't be read: ${message.replace("error parsing regexp: ", "")}.`,
      { cause: error },
    );
  }
}
