import { minify, minifyInSlices } from "../../../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { show } from "../../../calls/expect.ts";
import { digestInSlices, encodeInSlices } from "../../../checksum.ts";
import { inSlices, LARGE_VALUE, Slices } from "../../../core/slices.ts";
import { ConflictError, InvalidValueError } from "../../../errors.ts";
import { toKey } from "../../../key.ts";
import type { EntryChange, WriteOptions } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";
import { replaceAll } from "./replace.ts";
import { type PreparedText, RevisionDraft } from "./revisionDraft.ts";

/** Up to this many changes are written in one go. */
const MOST_AT_ONCE = 500;

type ChangeOptions = WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> };

/** Writes these changes as one revision, and says how many bytes of values they hold. */
export async function write(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: ChangeOptions,
): Promise<{ readonly revision: Revision | null; readonly bytes: number }> {
  if (changes.some(isLarge)) return writeLarge(core, changes, options);
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
      : await writeMany(core, checked, options);
  return { revision, bytes };
}

function writeMany(
  core: StoreCore,
  checked: ReadonlyMap<Key, EntryChange>,
  options: ChangeOptions,
  ready?: Promise<unknown>,
): Promise<Revision | null> {
  const run = async () => {
    assertExpected(core, options.expected);
    return replaceAll(core, checked.values(), { ...options, keep: true });
  };
  return core.queue.submitLong(run, core.metering.tookToSave, ready);
}

function isLarge(change: EntryChange | null | undefined): boolean {
  return typeof change?.text === "string" && change.text.length > LARGE_VALUE;
}

/** The same for large values: what they are is found out in slices, before the transaction (rule W11). */
async function writeLarge(
  core: StoreCore,
  changes: readonly EntryChange[],
  options: ChangeOptions,
): Promise<{ readonly revision: Revision | null; readonly bytes: number }> {
  let bytes = 0;
  const checked = new Map<Key, EntryChange>();
  const prepared: PreparedTexts = new Map();
  // Taken by copy: the caller may go on with its list.
  const ready = prepareAll([...changes], (change, text) => {
    checked.set(change.key, change);
    if (text !== undefined) prepared.set(change.key, text);
    else prepared.delete(change.key);
    if (change.text !== null) bytes += text?.bytes.length ?? Buffer.byteLength(change.text);
  });
  if (changes.length > MOST_AT_ONCE) {
    return { revision: await writeMany(core, checked, options, ready), bytes };
  }
  const run = () => writeChanges(core, checked.values(), options, prepared);
  const revision = await core.queue.submitPrepared(ready, run, core.metering.tookToSave);
  return { revision, bytes };
}

type PreparedTexts = Map<Key, PreparedText>;

async function prepareAll(
  changes: readonly EntryChange[],
  take: (change: EntryChange, prepared: PreparedText | undefined) => void,
): Promise<void> {
  const slices = new Slices();
  for (const given of changes) {
    if (!isLarge(given)) {
      take(checkChange(given), undefined);
      if (slices.due) await slices.pause(0, null);
      continue;
    }
    const key = toKey(given.key);
    let text: JsonText;
    try {
      text = await inSlices(minifyInSlices(given.text as string), slices);
    } catch (error) {
      throw invalid(key, error);
    }
    const bytes = await inSlices(encodeInSlices(text), slices);
    const digest = await inSlices(digestInSlices(key, bytes), slices);
    take({ key, text }, { bytes, digest });
  }
}

/** Inside a transaction: applies these changes as one revision; null when none of them changes anything. */
export function writeChanges(
  core: StoreCore,
  changes: Iterable<EntryChange>,
  options: WriteOptions & { readonly expected?: ReadonlyMap<Key, Revision | null> | undefined },
  prepared?: PreparedTexts,
): Revision | null {
  assertExpected(core, options.expected);
  const draft = new RevisionDraft(core, options, options);
  for (const { key, text } of changes) {
    if (text === null) draft.delete(key);
    else draft.put(key, text, prepared?.get(key));
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
