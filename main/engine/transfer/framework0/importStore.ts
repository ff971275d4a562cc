import { basename } from "node:path";
import { stringifyExact } from "../../../../shared/json/index.ts";
import type { Key, SnapshotVersion } from "../../../../shared/model/index.ts";
import { ImportError } from "../../errors.ts";
import type { EnhancedPersistence, EntryChange, JobOptions } from "../../persistence.ts";
import { paced } from "../pace.ts";
import type { Problem } from "../problem.ts";
import { type ReplayedStep, replay } from "../replay.ts";
import { Framework0Store, type State } from "./readStore.ts";

/** The result of importing a Framework0 store. */
export interface Framework0Report {
  readonly snapshots: number;
  readonly revisions: number;
  /** The parts that were not imported. */
  readonly problems: readonly Problem[];
}

const VERSION = /^v\d{1,15}-[0-9a-f]{8}$/;

/**
 * Imports a store that Framework0's Python `EnhancedPersistenceV2` wrote, with all its snapshots, tags, descriptions
 * and times, on top of the store's own history. Progress is in snapshots. Missing and damaged parts are left out and
 * listed in the report.
 *
 * @throws {ImportError} if the folder is not such a store, or nothing of it can be read.
 */
export async function importFramework0(
  store: EnhancedPersistence,
  folder: string,
  options: JobOptions = {},
): Promise<Framework0Report> {
  const name = basename(folder);
  const source = await Framework0Store.open(folder);
  if (source === null) {
    throw new ImportError(
      `Can't import ${name}: it holds neither snapshots/registry.json nor data/current_data.json, which a Framework0 store has.`,
      { path: name },
    );
  }
  const { revisions, snapshots } = await replay(store, stepsOf(store, source, name, options), options.signal);
  if (snapshots === 0 && revisions === 0 && source.problems.length > 0) {
    const reasons = source.problems.map(({ part, reason }) => `${part}: ${reason}`).join("; ");
    throw new ImportError(`Can't import ${name}: nothing of it can be read (${reasons}).`, { path: name });
  }
  return { revisions, snapshots, problems: source.problems };
}

async function* stepsOf(
  store: EnhancedPersistence,
  source: Framework0Store,
  name: string,
  options: JobOptions,
): AsyncGenerator<ReplayedStep> {
  const report = paced(options);
  let done = 0;
  for await (const { record, state } of source.snapshots()) {
    const at = record.createdAt === null ? undefined : Date.parse(record.createdAt);
    const keepsName =
      VERSION.test(record.version) && (await store.findSnapshot(record.version)) === undefined;
    const base = record.base === null ? undefined : await store.findSnapshot(record.base);
    if (!keepsName) {
      source.problems.push({
        part: `snapshot ${record.version}`,
        reason: "its name is taken or not one that a snapshot can have; it was given another",
      });
    }
    yield {
      change: { operation: "import", detail: name, at, keep: false, source: changesOf(state) },
      snapshot: {
        tags: record.tags,
        description: record.description,
        userInfo: record.userInfo,
        ...(keepsName && { version: record.version as SnapshotVersion }),
        ...(base !== undefined && { base: base.version }),
        ...(record.createdAt !== null && { createdAt: record.createdAt }),
      },
    };
    done += 1;
    report(done, null);
  }
  const current = await source.current();
  if (current !== null) {
    yield { change: { operation: "import", detail: name, keep: false, source: changesOf(current) } };
  }
}

function* changesOf(state: State): Generator<EntryChange> {
  for (const [key, value] of state) yield { key: key as Key, text: stringifyExact(value) };
}
