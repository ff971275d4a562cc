import { basename, dirname } from "node:path";
import { formatJson } from "../../../shared/json/index.ts";
import type { Entry, Key, Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import { StorageError } from "../errors.ts";
import type { EnhancedPersistence, JobOptions } from "../persistence.ts";
import type { OutputFile } from "./outputFile.ts";
import { paced } from "./pace.ts";
import { type OutputOptions, openOutput } from "./wholeFile.ts";

/**
 * What a moment is written as. `export`: the manual's `{ data, metadata }`. `json`: the entries as one object. `conf`: the
 * same, laid out as electron-store and conf do. `ndjson`: `{ key, value }` a line.
 */
export type ExportFormat = "export" | "json" | "conf" | "ndjson";

export interface ExportResult {
  readonly entries: number;
  readonly bytes: number;
}

export interface ExportOptions extends JobOptions {
  /** Makes the folders that the path names and that are missing. */
  readonly makeFolders?: boolean;
}

/**
 * Writes one moment to a file, whole or not at all, one entry a line, values exactly as they are stored. Progress is
 * in entries.
 *
 * @param keys Only these of the entries, in their order.
 * @throws {StorageError} when the file can't be written; what was at its place is then still there.
 */
export async function exportFile(
  store: EnhancedPersistence,
  path: string,
  at: Moment,
  format: ExportFormat,
  options: ExportOptions = {},
  keys?: readonly Key[],
): Promise<ExportResult> {
  const snapshots = format === "export" ? await store.listSnapshots() : [];
  const { signal, makeFolders = false } = options;
  return writeWhole(path, { store: store.path, signal, makeFolders }, async (file) => {
    const { head, entry, between, tail } = layoutOf(format, snapshots);
    file.add(head);
    let entries = 0;
    for await (const found of keys === undefined
      ? store.scan(at, options)
      : chosen(store, at, keys, options)) {
      const full = file.add((entries === 0 ? "" : between) + entry(found));
      entries += 1;
      if (full) await file.flush();
    }
    file.add(tail);
    return entries;
  });
}

/** These entries of one moment, as they were at the beginning, however long it takes. */
async function* chosen(
  store: EnhancedPersistence,
  at: Moment,
  keys: readonly Key[],
  options: JobOptions,
): AsyncGenerator<Entry> {
  const { revision } = await store.status();
  const fixed: Moment = at.kind === "now" ? { kind: "revision", revision } : at;
  const report = paced(options);
  for (const [index, key] of [...new Set(keys)].entries()) {
    options.signal?.throwIfAborted();
    const entry = await store.read(key, fixed);
    if (entry) yield entry;
    report(index + 1, keys.length);
  }
}

interface Layout {
  readonly head: string;
  readonly entry: (entry: Entry) => string;
  readonly between: string;
  readonly tail: string;
}

function layoutOf(format: ExportFormat, snapshots: readonly SnapshotMetadata[]): Layout {
  const member = ({ key, text }: Entry) => `${JSON.stringify(key)}:${text}`;
  switch (format) {
    case "json":
      return { head: "{\n", entry: member, between: ",\n", tail: "\n}\n" };
    case "conf":
      return {
        head: "{\n",
        entry: ({ key, text }) =>
          `\t${JSON.stringify(key)}: ${formatJson(text, "\t").replaceAll("\n", "\n\t")}`,
        between: ",\n",
        tail: "\n}",
      };
    case "ndjson":
      return {
        head: "",
        entry: ({ key, text }) => `{"key":${JSON.stringify(key)},"value":${text}}\n`,
        between: "",
        tail: "",
      };
    case "export": {
      // First, so that the end of the largest file tells what it is.
      const metadata = { exported_at: new Date().toISOString(), snapshots };
      return {
        head: '{"data":{\n',
        entry: member,
        between: ",\n",
        tail: `\n},\n"metadata":${JSON.stringify(metadata)}}\n`,
      };
    }
  }
}

/**
 * Writes a file by `fill`, and puts it in its place only when that came to its end. A pipe or a device has received by
 * then what `fill` gave.
 */
export async function writeWhole(
  path: string,
  options: OutputOptions,
  fill: (file: OutputFile) => Promise<number>,
): Promise<ExportResult> {
  let file: OutputFile;
  try {
    file = await openOutput(path, options);
  } catch (cause) {
    throw isSystemError(cause) ? unwritable(path, cause) : cause;
  }
  try {
    const entries = await fill(file);
    return { entries, bytes: await file.finish() };
  } catch (cause) {
    await file.discard();
    throw isSystemError(cause) ? unwritable(path, cause) : cause;
  }
}

function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && "syscall" in cause;
}

const NO_FOLDER = (path: string) => `there is no folder ${dirname(path)}. Choose another place.`;
const NOT_ALLOWED = () => "this account may not write there. Choose another place.";
const FULL = () => "the disk is full. Make room, or choose another place.";

/** What a code of the system means for the person. */
const MEANING: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EISDIR: () => "it is a folder. Choose another name.",
  EPIPE: () => "its reader went away.",
  EBADF: () => "it is not open for writing.",
};

function unwritable(path: string, cause: unknown): Error {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known = Object.hasOwn(MEANING, code) ? MEANING[code]?.(path) : undefined;
  const why = known ?? (cause instanceof Error ? cause.message : String(cause));
  return new StorageError(`Can't write ${basename(path)}: ${why} Nothing was changed.`, { path, cause });
}
