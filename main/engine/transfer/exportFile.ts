import { basename, dirname } from "node:path";
import { type ExportFormat, exportFormat } from "../../../shared/json/index.ts";
import type { Entry, Key, Moment } from "../../../shared/model/index.ts";
import { reasonOf } from "../../../shared/model/index.ts";
import { entriesOf } from "../domain/read/among.ts";
import { StorageError } from "../errors.ts";
import type { EnhancedPersistence, JobOptions } from "../persistence.ts";
import type { OutputFile } from "./outputFile.ts";
import { paced } from "./pace.ts";
import { type OutputOptions, openOutput } from "./wholeFile.ts";

export interface ExportResult {
  readonly entries: number;
  readonly bytes: number;
}

export interface ExportOptions extends JobOptions {
  /** Creates missing folders of the path. */
  readonly makeFolders?: boolean;
}

/**
 * Writes one moment to a file, whole or not at all, one entry a line, values as they are stored. Progress is in
 * entries.
 *
 * @param keys Only these entries, in this order.
 * @throws {StorageError} if the file cannot be written; the previous file is then still there.
 */
export async function exportFile(
  store: EnhancedPersistence,
  path: string,
  at: Moment,
  format: ExportFormat,
  options: ExportOptions = {},
  keys?: readonly Key[],
): Promise<ExportResult> {
  const { layout, needsSnapshots } = exportFormat(format);
  const snapshots = needsSnapshots ? await store.listSnapshots() : [];
  const { signal, makeFolders = false } = options;
  return writeWhole(path, { store: store.path, signal, makeFolders }, async (file) => {
    const { head, entry, between, tail } = layout(snapshots, new Date());
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
  let done = 0;
  for await (const [, entry] of entriesOf(store, fixed, [...new Set(keys)])) {
    options.signal?.throwIfAborted();
    if (entry !== null) yield entry;
    done += 1;
    report(done, keys.length);
  }
}

/**
 * Writes a file by `fill`, and puts it in place only after that has ended. A pipe or a device has then already received
 * the output.
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

/** The meaning of a system error for people. */
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
  const why = known ?? reasonOf(cause);
  return new StorageError(`Can't write ${basename(path)}: ${why} Nothing was changed.`, { path, cause });
}
