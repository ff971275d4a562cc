import { basename } from "node:path";
import type { Revision, SnapshotMetadata } from "../../../shared/model/index.ts";
import { exact } from "../domain/write/exactSource.ts";
import type { EnhancedPersistence, JobOptions } from "../persistence.ts";
import { importBundle } from "./bundle/importBundle.ts";
import { detectRoot } from "./detect.ts";
import { fileEntries } from "./fileEntries.ts";
import { importFramework0 } from "./framework0/importStore.ts";
import { type EntryRoot, type ImportPlan, PLAIN_PLAN } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { withSpooled } from "./spool.ts";

/** The result of an import. */
export interface ImportResult {
  /** Null if nothing changed. */
  readonly revision: Revision | null;
  /** The number of revisions made; for a history, the number of its revisions. */
  readonly revisions: number;
  /** The number of entries in the file; for a history, in its present. */
  readonly entries: number;
  /** The snapshot after the import, tagged `import`; for a history its newest one, if any. */
  readonly snapshot: SnapshotMetadata | null;
  /** The number of imported snapshots. */
  readonly snapshots: number;
  /** The parts that were not imported as they were: missing, damaged, or renamed. */
  readonly problems: readonly Problem[];
}

export interface ImportOptions extends JobOptions {
  /** The file's name in messages and in the history; default: the last part of its path. */
  readonly name?: string | undefined;
  /** The description of the snapshot; default `Imported from <name>`. */
  readonly description?: string | undefined;
  /** What is said about the revision. A history that comes with its own messages keeps those. */
  readonly message?: string | undefined;
}

/**
 * Replaces the state by the entries of a file (`replace`) or merges them into it (`merge`), as one revision, and makes
 * a snapshot tagged `import`. A bundle or the folder of a Framework0 store is imported with its history on top of the
 * store's own; plan and mode do not apply. Progress is in bytes, for a folder in snapshots. The file is read as a
 * stream: memory holds one value at a time.
 *
 * @throws {ImportError} with file, line and column if the file cannot be imported; the store is then unchanged.
 */
export async function importFile(
  store: EnhancedPersistence,
  path: string,
  plan: ImportPlan,
  mode: "replace" | "merge",
  options: ImportOptions = {},
): Promise<ImportResult> {
  const name = options.name ?? basename(path);
  return withSpooled(path, name, options.signal, (file) =>
    importReadable(store, file, plan, mode, { ...options, name }),
  );
}

async function importReadable(
  store: EnhancedPersistence,
  path: string,
  plan: ImportPlan,
  mode: "replace" | "merge",
  options: ImportOptions & { readonly name: string },
): Promise<ImportResult> {
  const { name } = options;
  const root = await detectRoot(path, name, plan);
  if (root === "bundle") return importHistory(store, await importBundle(store, path, options));
  if (root === "framework0") return importHistory(store, await importFramework0(store, path, options));
  let entries = 0;
  async function* counted() {
    for await (const some of fileEntries(path, name, plan, root as EntryRoot, options)) {
      entries += some.length;
      yield some;
    }
  }
  const revision = await store.replace(exact(counted()), {
    operation: "import",
    detail: name,
    message: options.message,
    keep: mode === "merge",
    signal: options.signal,
  });
  const snapshot = await store.snapshot({
    tags: ["import"],
    description: options.description ?? `Imported from ${name}`,
  });
  return { revision, revisions: revision === null ? 0 : 1, entries, snapshot, snapshots: 0, problems: [] };
}

async function importHistory(
  store: EnhancedPersistence,
  report: { readonly revisions: number; readonly snapshots: number; readonly problems: readonly Problem[] },
): Promise<ImportResult> {
  const { revision, entryCount, latestSnapshot } = await store.status();
  return {
    revision: report.revisions === 0 ? null : revision,
    revisions: report.revisions,
    entries: entryCount,
    snapshot: latestSnapshot,
    snapshots: report.snapshots,
    problems: report.problems,
  };
}

/**
 * The implementation of `importData`: replaces the state by `data` of an export (rule M2).
 *
 * @throws {ImportError} also if the file is JSON without an object `data`.
 */
export function importExport(
  store: EnhancedPersistence,
  path: string,
  options: JobOptions = {},
): Promise<ImportResult> {
  const plan = { ...PLAIN_PLAN, format: "export" } as const;
  return importFile(store, path, plan, "replace", { ...options, description: `Imported from ${path}` });
}
