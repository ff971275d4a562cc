import { patchOperations } from "../../../shared/diff/index.ts";
import type { Moment } from "../../../shared/model/index.ts";
import type { EnhancedPersistence, JobOptions } from "../persistence.ts";
import { type ExportResult, writeWhole } from "./exportFile.ts";
import { paced } from "./pace.ts";

/**
 * Writes a JSON Patch (RFC 6902) that makes the state of one moment of that of another, the state being one object
 * with a member for each key. One operation a line; progress is in keys.
 *
 * @returns How many keys differ, and the size of the file.
 * @throws {StorageError} when the file can't be written.
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
    file.add("[");
    let first = true;
    const report = paced(options);
    for (const [index, { key }] of differences.entries()) {
      const before = await store.read(key, from);
      const after = await store.read(key, to);
      for (const operation of patchOperations(before?.text ?? null, after?.text ?? null, [key])) {
        file.add(`${first ? "\n" : ",\n"}${operation}`);
        first = false;
      }
      if (index % 100 === 0) {
        options.signal?.throwIfAborted();
        report(index, differences.length);
        await file.flush();
      }
    }
    file.add("\n]\n");
    return differences.length;
  });
}
