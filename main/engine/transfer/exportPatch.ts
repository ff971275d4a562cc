import type { Moment } from "../../../shared/model/index.ts";
import type { EnhancedPersistence, JobOptions } from "../persistence.ts";
import { type ExportResult, writeWhole } from "./exportFile.ts";
import { paced } from "./pace.ts";
import { patchLines } from "./patchLines.ts";

/**
 * Writes a JSON Patch (RFC 6902) from the state of one moment to that of another, each state as one object with a
 * member for each key. One operation a line; progress is in keys.
 *
 * @returns The number of differing keys, and the size of the file.
 * @throws {StorageError} if the file cannot be written.
 */
export async function exportPatch(
  store: EnhancedPersistence,
  path: string,
  from: Moment,
  to: Moment,
  options: JobOptions = {},
): Promise<ExportResult> {
  const differences = await store.difference(from, to, { signal: options.signal });
  return writeWhole(path, { store: store.path, signal: options.signal }, async (file) => {
    const report = paced(options);
    const onKey = async (done: number) => {
      if (done % 100 !== 0) return;
      options.signal?.throwIfAborted();
      report(done, differences.length);
      await file.flush();
    };
    for await (const line of patchLines(store, from, to, differences, onKey)) file.add(`${line}\n`);
    return differences.length;
  });
}
