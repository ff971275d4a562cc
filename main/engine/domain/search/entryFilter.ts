import { setImmediate as nextTurn } from "node:timers/promises";
import type { RE2JS } from "re2js";
import type { JsonText, Key } from "../../../../shared/model/index.ts";
import { InvalidOptionError, LimitError } from "../../errors.ts";
import type { ValueQuery } from "./valueQuery.ts";

/** The kind of a filter. */
export type FilterMode = "text" | "regex" | "value";

/** Matches entries by key or by value. */
export type EntryFilter =
  | { readonly by: "key"; readonly matches: (key: Key) => boolean }
  | {
      readonly by: "value";
      /**
       * Whether a value matches. A large one is processed in slices, between which the thread is free.
       *
       * @throws {LimitError} that names the key, after too many steps.
       */
      readonly wants: (key: Key, text: JsonText, signal?: AbortSignal) => boolean | Promise<boolean>;
    };

/** The longest time that a value occupies the thread at once, in milliseconds. */
const SLICE = 8;

/**
 * Parses a filter: text that a key contains, ignoring case; a regular expression that matches in it, in RE2's syntax,
 * which runs in linear time (case matters only if it has capitals); or a filter on the value. The parsers of the latter
 * two are loaded on first use.
 *
 * @throws {InvalidOptionError} if it is invalid.
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

/** Whether a key contains a text, ignoring case. */
export function containing(text: string): (key: Key) => boolean {
  const needle = text.toLowerCase();
  return (key) => key.toLowerCase().includes(needle);
}

/** Synchronous for a value that takes less than a slice. */
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
