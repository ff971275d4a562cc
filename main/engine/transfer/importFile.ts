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

/** What an import did. */
export interface ImportResult {
  /** Null when the store was like the file already. */
  readonly revision: Revision | null;
  /** How many revisions it made; of a history as many as came with it. */
  readonly revisions: number;
  /** How many entries the file had; of a history, how many its present has. */
  readonly entries: number;
  /** The snapshot of the state after the import, tagged `import`; of a history its newest, if it has any. */
  readonly snapshot: SnapshotMetadata | null;
  /** How many snapshots came with the file. */
  readonly snapshots: number;
  /** What did not come as it was, part by part: missing, damaged, or under another name. */
  readonly problems: readonly Problem[];
}

export interface ImportOptions extends JobOptions {
  /** What the file is called in messages and in the history; default the last part of its path. */
  readonly name?: string | undefined;
  /** The description of the snapshot; default `Imported from <name>`. */
  readonly description?: string | undefined;
  /** What is said about the revision. A history that comes with its own messages keeps those. */
  readonly message?: string | undefined;
}

/**
 * Makes the entries of a file the whole state (`replace`) or lays them over it (`merge`), as one revision, and makes a
 * snapshot tagged `import`. A bundle, or the folder of a Framework0 store, is taken over with its history on top
 * of what the store has, whatever the plan and the mode. Progress is in bytes, of a folder in snapshots. The file is
 * read as a stream: memory holds one value at a time.
 *
 * @throws {ImportError} with file, line and column when the file can't be imported; the store is then unchanged.
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
 * The manual's `importData` without its result: replaces the state by `data` of an export (rule M2).
 *
 * @throws {ImportError} also when the file is JSON but has no object `data`.
 */
export function importExport(
  store: EnhancedPersistence,
  path: string,
  options: JobOptions = {},
): Promise<ImportResult> {
  const plan = { ...PLAIN_PLAN, format: "export" } as const;
  return importFile(store, path, plan, "replace", { ...options, description: `Imported from ${path}` });
}
