import { setImmediate as nextTurn } from "node:timers/promises";
import type { RE2JS } from "re2js";
import type { JsonText, Key } from "../../../../shared/model/index.ts";
import { InvalidOptionError, LimitError } from "../../errors.ts";
import type { ValueQuery } from "./valueQuery.ts";

/** How a filter is read. */
export type FilterMode = "text" | "regex" | "value";

/** Which entries are wanted: by their key, or by their value. */
export type EntryFilter =
  | { readonly by: "key"; readonly matches: (key: Key) => boolean }
  | {
      readonly by: "value";
      /**
       * Whether a value is wanted. A large one is walked through in slices, between which the thread is free.
       *
       * @throws {LimitError} naming the key, after too many steps.
       */
      readonly wants: (key: Key, text: JsonText, signal?: AbortSignal) => boolean | Promise<boolean>;
    };

/** How long a value may hold the thread at a time, in milliseconds. */
const SLICE = 8;

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
      const query = valueQuery(filter);
      return { by: "value", wants: (key, text, signal) => answer(query, key, text, signal) };
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

/** At once for a value that takes less than a slice. */
function answer(
  query: ValueQuery,
  key: Key,
  text: JsonText,
  signal: AbortSignal | undefined,
): boolean | Promise<boolean> {
  const walking = query(text);
  try {
    const end = performance.now() + SLICE;
    for (let step = walking.next(); ; step = walking.next()) {
      if (step.done) return step.value;
      if (performance.now() >= end) break;
    }
  } catch (error) {
    throw atKey(error, key);
  }
  return answerInSlices(walking, key, signal);
}

async function answerInSlices(
  walking: ReturnType<ValueQuery>,
  key: Key,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    for (;;) {
      await nextTurn();
      signal?.throwIfAborted();
      const end = performance.now() + SLICE;
      do {
        const step = walking.next();
        if (step.done) return step.value;
      } while (performance.now() < end);
    }
  } catch (error) {
    throw atKey(error, key);
  }
}

function atKey(error: unknown, key: Key): unknown {
  if (!(error instanceof LimitError)) return error;
  return new LimitError(`${error.message} The value is that of ${JSON.stringify(key)}.`, {
    key,
    cause: error,
  });
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
