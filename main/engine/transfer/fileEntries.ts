import { randomInt } from "node:crypto";
import { membersOf, typeOf } from "../../../shared/json/index.ts";
import { nameAt } from "../../../shared/json/scanner.ts";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { MAX_KEY_BYTES } from "../key.ts";
import type { EntryChange, JobOptions } from "../persistence.ts";
import { EntryReader, type FileItem } from "./entryReader.ts";
import { FileText } from "./fileText.ts";
import { KeySet } from "./keySet.ts";
import { paced } from "./pace.ts";
import type { Place } from "./place.ts";
import type { EntryRoot, ImportPlan } from "./plan.ts";
import { TextWindow } from "./textWindow.ts";

/** Entries between two checks of the signal and the clock. */
const SLICE = 1000;

/** An entry of a file, and its place there. */
export interface FileEntry extends EntryChange {
  readonly key: Key;
  readonly text: JsonText;
}

/** The key and the value of one item of a file under a plan. */
export function toEntry(reader: EntryReader, item: FileItem, plan: ImportPlan, root: EntryRoot): FileEntry {
  const listed = root === "array" || root === "ndjson";
  const { key, text } = listed
    ? listedEntry(reader, item, plan)
    : { key: item.path.join(plan.separator), text: item.text };
  if (key === "") {
    throw reader.error(item.offset, "Expected a key of at least one character, found an empty one");
  }
  // A UTF-16 unit takes at most three bytes of UTF-8.
  if (key.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw reader.error(item.offset, `Expected a key of at most ${MAX_KEY_BYTES} bytes, found a longer one`);
  }
  return { key: key as Key, text };
}

/**
 * The entries of a file under a plan, in the file's order, in batches of one chunk, each key once. Progress is in
 * bytes.
 *
 * @throws {ImportError} for anything that prevents the import; the batches before it must be discarded.
 */
export async function* fileEntries(
  path: string,
  name: string,
  plan: ImportPlan,
  root: EntryRoot,
  options: JobOptions = {},
): AsyncGenerator<readonly FileEntry[], void, void> {
  const file = await FileText.open(path, name);
  try {
    const window = new TextWindow(file);
    const reader = new EntryReader(window, plan, root);
    const uniqueness = new Uniqueness(plan, root, (matches, upTo) =>
      firstPlace(path, name, plan, root, matches, upTo),
    );
    const report = paced(options);
    let atHand: FileEntry[] = [];
    for (let count = 0; ; count += 1) {
      if (count % SLICE === 0) {
        options.signal?.throwIfAborted();
        report(file.position - window.remaining, file.size);
      }
      let item = reader.nextAtHand();
      while (item === null) {
        if (atHand.length > 0) yield atHand;
        atHand = [];
        await reader.more();
        options.signal?.throwIfAborted();
        item = reader.nextAtHand();
      }
      if (item === undefined) break;
      const entry = item.kind === "entry" ? toEntry(reader, item, plan, root) : undefined;
      if (uniqueness.maybeSeen(item, entry)) await uniqueness.refuseRepeated(reader, item, entry, count);
      if (entry !== undefined) atHand.push(entry);
    }
    if (atHand.length > 0) yield atHand;
    options.onProgress?.(file.size, file.size);
  } finally {
    await file.close();
  }
}

type Matches = (item: FileItem, entry: FileEntry | undefined) => boolean;

/** Finds repeated keys, and repeated members of the path to a key (rule M3). */
class Uniqueness {
  readonly #keys = new KeySet(randomInt(2 ** 31));
  readonly #plan: ImportPlan;
  readonly #hasPaths: boolean;
  readonly #firstPlace: (matches: Matches, upTo: number) => Promise<Place | null>;

  constructor(
    plan: ImportPlan,
    root: EntryRoot,
    firstPlace: (matches: Matches, upTo: number) => Promise<Place | null>,
  ) {
    this.#plan = plan;
    this.#hasPaths = plan.depth > 1 && (root === "object" || root === "export");
    this.#firstPlace = firstPlace;
  }

  maybeSeen(item: FileItem, entry: FileEntry | undefined): boolean {
    // An object whose members become keys is recorded beside the keys, because it may be repeated too, or occur once
    // more as a value.
    return this.#keys.add(entry?.key ?? item.path.join(this.#plan.separator));
  }

  /** A fingerprint matched: reads the file again, and refuses the item if it is a repetition. */
  async refuseRepeated(
    reader: EntryReader,
    item: FileItem,
    entry: FileEntry | undefined,
    count: number,
  ): Promise<void> {
    const path = JSON.stringify(item.path);
    const first = await this.#firstPlace(
      (other, otherEntry) =>
        JSON.stringify(other.path) === path || (entry !== undefined && otherEntry?.key === entry.key),
      count,
    );
    if (first === null) return;
    const what =
      entry === undefined
        ? `the member ${JSON.stringify(item.path.at(-1))}`
        : `the key ${JSON.stringify(entry.key)}`;
    const hint = entry !== undefined && this.#hasPaths ? ", or choose another separator" : "";
    throw reader.error(
      item.offset,
      `Expected each key once, found ${what} again, after line ${first.line}, column ${first.column}. Remove one of them${hint}`,
    );
  }
}

/** The place of the first matching item among the first `upTo`. */
async function firstPlace(
  path: string,
  name: string,
  plan: ImportPlan,
  root: EntryRoot,
  matches: Matches,
  upTo: number,
): Promise<Place | null> {
  const file = await FileText.open(path, name);
  try {
    const window = new TextWindow(file);
    const reader = new EntryReader(window, plan, root);
    for (let count = 0; count < upTo; count += 1) {
      const item = await reader.next();
      if (item === undefined) return null;
      const entry = item.kind === "entry" ? toEntry(reader, item, plan, root) : undefined;
      if (matches(item, entry)) return window.place(item.offset);
    }
    return null;
  } finally {
    await file.close();
  }
}

function listedEntry(reader: EntryReader, item: FileItem, plan: ImportPlan) {
  const { keyField, valueField = null } = plan;
  const [key, value] = membersOf(item.text, keyField, valueField);
  return {
    key: keyField === null ? (item.path[0] ?? "") : listedKey(reader, item, keyField, key),
    text: valueField === null ? item.text : listedValue(reader, item, valueField, value),
  };
}

function listedKey(reader: EntryReader, item: FileItem, name: string, text: JsonText | undefined): string {
  if (text === undefined) {
    const found =
      typeOf(item.text) === "object" ? "an item without it" : `an item that is of type ${typeOf(item.text)}`;
    throw reader.error(
      item.offset,
      `Expected every item to have a member ${JSON.stringify(name)} for its key, found ${found}`,
    );
  }
  const type = typeOf(text);
  if (type === "number") return text;
  if (type === "string") return nameAt(text, 1, text.length - 1);
  throw reader.error(
    item.offset,
    `Expected a string or a number as the member ${JSON.stringify(name)}, which names the key, found ${type === "null" ? "null" : `the type ${type}`}`,
  );
}

function listedValue(
  reader: EntryReader,
  item: FileItem,
  name: string,
  text: JsonText | undefined,
): JsonText {
  if (text !== undefined) return text;
  throw reader.error(
    item.offset,
    `Expected every item to have a member ${JSON.stringify(name)} for its value, found an item without it`,
  );
}
