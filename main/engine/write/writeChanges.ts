import { minify } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { show } from "../calls/expect.ts";
import type { StoreCore } from "../core/core.ts";
import { ConflictError, InvalidValueError } from "../errors.ts";
import { toKey } from "../key.ts";
import type { EntryChange, WriteOptions } from "../persistence.ts";
import { replaceAll } from "./replace.ts";
import { RevisionDraft } from "./revisionDraft.ts";

/** Up to this many changes are written in one go. */
const MOST_AT_ONCE = 500;

/** Writes these changes as one revision, and says how many bytes of values they hold. */
export async function write(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> },
): Promise<{ readonly revision: Revision | null; readonly bytes: number }> {
  let bytes = 0;
  // The last of several changes of one key is the one that counts.
  const checked = new Map<Key, EntryChange>();
  for (const given of changes) {
    const change = checkChange(given);
    if (change.text !== null) bytes += Buffer.byteLength(change.text);
    checked.set(change.key, change);
  }
  const revision =
    checked.size <= MOST_AT_ONCE
      ? await core.queue.submit(() => writeChanges(core, checked.values(), options), core.metering.tookToSave)
      : await core.queue.submitLong(async () => {
          assertExpected(core, options.expected);
          return replaceAll(core, checked.values(), { ...options, keep: true });
        }, core.metering.tookToSave);
  return { revision, bytes };
}

/** Inside a transaction: applies these changes as one revision; null when none of them changes anything. */
export function writeChanges(
  core: StoreCore,
  changes: Iterable<EntryChange>,
  options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> | undefined },
): Revision | null {
  assertExpected(core, options.expected);
  const draft = new RevisionDraft(core, options, options);
  for (const { key, text } of changes) {
    if (text === null) draft.delete(key);
    else draft.put(key, text);
  }
  return draft.finish();
}

/** @throws {ConflictError} if a key is not, or not any more, at the revision that the caller knows. */
function assertExpected(core: StoreCore, expected: ReadonlyMap<Key, Revision | null> = new Map()): void {
  for (const [key, since] of expected) {
    const found = core.own.live.get(key)?.[1] ?? null;
    if (found === since) continue;
    throw new ConflictError(
      found === null
        ? `${JSON.stringify(key)} was deleted in the meantime. Nothing was written.`
        : since === null
          ? `${JSON.stringify(key)} exists already. Nothing was written; choose another key or edit that one.`
          : `${JSON.stringify(key)} was changed in the meantime, by revision ${found}. Nothing was written; ` +
            "look at its present value first.",
      { key },
    );
  }
}

/**
 * A change as a caller gave it, its key and its text checked.
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
    const { message, pointer, line, column } = error as Error & {
      readonly pointer?: string;
      readonly line?: number;
      readonly column?: number;
    };
    throw new InvalidValueError(
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
}
