import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { memberOf, members, parseExact, stringifyExact, typeOf } from "../../../shared/json/index.ts";
import type { EntrySummary, Key } from "../../../shared/model/index.ts";
import { summaryOf } from "../domain/read/summary.ts";
import { BundleReader } from "./bundle/bundleReader.ts";
import { detectRoot } from "./detect.ts";
import { EntryReader, type FileItem } from "./entryReader.ts";
import { toEntry } from "./fileEntries.ts";
import { FileText } from "./fileText.ts";
import { Framework0Store } from "./framework0/readStore.ts";
import type { EntryRoot, ImportPlan, Root } from "./plan.ts";
import { withSpooled } from "./spool.ts";
import { type TextSource, TextWindow } from "./textWindow.ts";

/** Characters of the file that a preview reads, and how many more if they contain too few whole entries. */
const SAMPLE = 1 << 22;
const LARGEST_SAMPLE = 1 << 25;

/** Entries in a preview. */
const SHOWN = 50;

/** Items examined for a key field, and levels for which an example is given. */
const EXAMINED = 10_000;
const LEVELS = 5;

/** What an import of a file would make. */
export interface ImportPreview {
  /** The file's name for people. */
  readonly name: string;
  /** 0 for a folder. */
  readonly bytes: number;
  readonly root: Root;
  /** The first entries under the plan, or of the history, at most 50; their `since` has no meaning. */
  readonly sample: readonly EntrySummary[];
  /** For an array or NDJSON: members that every examined item has with a different value, best first. */
  readonly keyFields: readonly string[];
  /** For an object: a first key for each depth that makes a difference, from 1 on. */
  readonly levels: readonly { readonly depth: number; readonly example: string }[];
}

/**
 * Reads the beginning of a file (4 MiB, up to 32 MiB if entries are large): its format, the plans that make sense, and
 * the first entries under this plan.
 *
 * @throws {ImportError} if the file cannot be read, or is found not to be importable under this plan.
 */
export async function previewImport(
  path: string,
  plan: ImportPlan,
  options: { readonly name?: string | undefined } = {},
): Promise<ImportPreview> {
  const name = options.name ?? basename(path);
  return withSpooled(path, name, undefined, (file) => previewReadable(file, name, plan));
}

async function previewReadable(path: string, name: string, plan: ImportPlan): Promise<ImportPreview> {
  const root = await detectRoot(path, name, plan);
  if (root === "bundle") return { ...NO_PLAN, name, root, ...(await previewBundle(path, name)) };
  if (root === "framework0") return { ...NO_PLAN, name, root, ...(await previewFramework0(path)) };
  return previewEntries(path, name, plan, root);
}

/** A history is imported as it is, without choices. */
const NO_PLAN = { keyFields: [], levels: [] } as const;

async function previewBundle(path: string, name: string): Promise<Pick<ImportPreview, "bytes" | "sample">> {
  const sample: EntrySummary[] = [];
  for await (const line of new BundleReader(path, name).lines()) {
    const key = memberOf(line, "k");
    const text = memberOf(line, "v");
    if (key !== undefined && text !== undefined) sample.push(summaryOf(JSON.parse(key) as Key, text));
    if (sample.length === SHOWN) break;
  }
  return { bytes: (await stat(path)).size, sample };
}

async function previewFramework0(folder: string): Promise<Pick<ImportPreview, "bytes" | "sample">> {
  const store = await Framework0Store.open(folder);
  const current = (await store?.current()) ?? new Map();
  const sample = [...current]
    .slice(0, SHOWN)
    .map(([key, value]) => summaryOf(key as Key, stringifyExact(value)));
  return { bytes: 0, sample };
}

async function previewEntries(
  path: string,
  name: string,
  plan: ImportPlan,
  root: EntryRoot,
): Promise<ImportPreview> {
  const file = await FileText.open(path, name);
  try {
    const window = new TextWindow(file);
    let sample: EntrySummary[] = [];
    for (let wanted = SAMPLE; wanted <= LARGEST_SAMPLE; wanted *= 2) {
      while (!window.ended && window.text.length < wanted) await window.more();
      const reader = new EntryReader(new TextSample(file, window), plan, root);
      sample = await summarise(reader, window.ended, plan, root);
      if (window.ended || sample.length === SHOWN) break;
    }
    const again = await itemsOf(new TextSample(file, window), root);
    const listed = root === "array" || root === "ndjson";
    return {
      name,
      bytes: file.size,
      root,
      sample,
      keyFields: listed ? rankKeyFields(again) : [],
      levels: listed ? [] : exampleLevels(again, plan.separator),
    };
  } finally {
    await file.close();
  }
}

/** The beginning of a file that was read before. */
class TextSample extends TextWindow {
  constructor(file: TextSource, { text, ended }: TextWindow) {
    super(file);
    this.text = text;
    this.ended = ended;
  }
}

/** The first entries; with `toTheEnd` the rest is read too, so that its errors are reported now. */
async function summarise(
  reader: EntryReader,
  toTheEnd: boolean,
  plan: ImportPlan,
  root: EntryRoot,
): Promise<EntrySummary[]> {
  const sample: EntrySummary[] = [];
  while (sample.length < SHOWN || toTheEnd) {
    const item = await reader.nextInWindow();
    if (item === null || item === undefined) break;
    if (item.kind === "container") continue;
    const { key, text } = toEntry(reader, item, plan, root);
    if (sample.length === SHOWN) continue;
    sample.push(summaryOf(key, text));
  }
  return sample;
}

/** The first items of the sample, as deep as previews show levels. */
async function itemsOf(window: TextWindow, root: EntryRoot): Promise<FileItem[]> {
  const reader = new EntryReader(window, { depth: LEVELS, separator: ".", keyField: null }, root);
  const found: FileItem[] = [];
  while (found.length < EXAMINED) {
    const item = await reader.nextInWindow();
    if (item === null || item === undefined) break;
    if (item.kind === "entry") found.push(item);
  }
  return found;
}

function rankKeyFields(sample: readonly FileItem[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const [index, item] of sample.entries()) {
    for (const { name, text } of members(item.text)) {
      const type = typeOf(text);
      if (type !== "string" && type !== "number") continue;
      const seen = values.get(name) ?? new Set<string>();
      const value = type === "string" ? (parseExact(text) as string) : text;
      // Present in all previous items, with a different value in each.
      if (seen.size === index && value !== "") seen.add(value);
      values.set(name, seen);
    }
  }
  const unique = [...values].filter(([, seen]) => seen.size === sample.length).map(([name]) => name);
  return unique.sort((a, b) => namelike(b) - namelike(a));
}

/** How much a member's name resembles that of an identifier. */
function namelike(name: string): number {
  if (/^(?:_?id|key|uuid|guid)$/i.test(name)) return 3;
  if (/(?:id|key|uuid|code|slug)$/i.test(name)) return 2;
  return /(?:name|path|url|title)$/i.test(name) ? 1 : 0;
}

function exampleLevels(sample: readonly FileItem[], separator: string): { depth: number; example: string }[] {
  const levels: { depth: number; example: string }[] = [];
  for (let depth = 1; depth <= LEVELS; depth += 1) {
    const item = sample.find(({ path }) => path.length >= depth);
    if (item === undefined) break;
    levels.push({ depth, example: item.path.slice(0, depth).join(separator) });
  }
  return levels;
}
