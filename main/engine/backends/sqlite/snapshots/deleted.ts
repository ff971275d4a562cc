import type {
  DeletedSnapshot,
  SnapshotMetadata,
  SnapshotVersion,
} from "../../../../../shared/model/index.ts";
import { StateChecksum } from "../../../checksum.ts";
import { DataIntegrityError, SnapshotNotFoundError } from "../../../errors.ts";
import type { StoreCore } from "../core/core.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SnapshotRow } from "../storage/rows.ts";
import { isSoundSnapshot, snapshotValues } from "../storage/soundRow.ts";
import { toMetadata } from "./metadata.ts";

/*
 * A deleted snapshot is kept in `meta` until the next prune, which alone deletes values that only it saw (rule F26).
 * Its state is in the log, so its metadata is sufficient, and the tables stay those of the format.
 */

/** The prefix of the names in `meta`, and the first text after all of them. */
const NAMES = { from: "deleted_snapshot:", before: "deleted_snapshot;" } as const;
/** The same for those that the limit dropped. */
const DROPPED = { from: "deleted_snapshot:limit:", before: "deleted_snapshot:limit;" } as const;

/** In milliseconds: the last time that a date can hold. */
const LAST_TIME = 8.64e15;

/**
 * The most snapshots deleted by the limit that are kept. A list of every automatic snapshot would grow without limit.
 */
const MAX_DROPPED = 200;

/** What follows from the revision that a snapshot names, and where its row is found. */
type Counted = "entry_count" | "size_bytes" | "checksum" | "indexed";

type Kept = Omit<SnapshotRow, Counted> & {
  readonly deleted_at: number;
  /** The store's floor at that time: while it is the same, no prune has deleted values that only this snapshot saw. */
  readonly floor?: number;
};

/** Who deleted it: a caller, or the limit of snapshots. */
export type DeletedBy = "call" | "limit";

/** Inside a transaction: keeps the metadata of a snapshot that is being deleted. */
export function keepDeleted(core: StoreCore, row: SnapshotRow, by: DeletedBy): void {
  const { entry_count, size_bytes, checksum, indexed, ...said } = row;
  const kept: Kept = { ...said, deleted_at: Date.now(), floor: core.floor(core.own) };
  const number = String(core.head.snapshotChanges).padStart(16, "0");
  core.write.setMeta.run(`${NAMES.from}${by}:${number}:${row.version}`, JSON.stringify(kept));
}

/** Inside a transaction: removes what is not listed any more. To look for it takes about as long as to make a snapshot. */
export function trimDropped(core: StoreCore): void {
  core.write.trimMeta.run({ ...DROPPED, most: MAX_DROPPED });
}

/** Inside a transaction: forgets every deleted snapshot, because a prune deletes values that only they saw. */
export function forgetDeleted(core: StoreCore): void {
  core.write.deleteMeta.run(NAMES.from, NAMES.before);
}

/** The deleted snapshots that can be restored, last deleted first. */
export function deletedSnapshots(core: StoreCore, statements: ReadStatements): DeletedSnapshot[] {
  return retained(core, statements)
    .map(({ kept }) => describe(statements, kept))
    .sort((a, b) =>
      a.deletedAt < b.deletedAt ? 1 : a.deletedAt > b.deletedAt ? -1 : b.revision - a.revision,
    );
}

/** The versions of all kept snapshots, valid or not. */
export function deletedVersions(core: StoreCore): SnapshotVersion[] {
  return namesIn(core.own).map(({ name }) => name.slice(name.lastIndexOf(":") + 1) as SnapshotVersion);
}

/** Inside a transaction: restores these snapshots as they were, all or none. */
export function undeleteSnapshots(core: StoreCore, versions: readonly SnapshotVersion[]): SnapshotMetadata[] {
  const { own, write } = core;
  core.flushPending();
  const deleted = new Map(retained(core, own).map(({ name, kept }) => [kept.version, { name, kept }]));
  const made = [...new Set(versions)].map((version) => {
    const found = deleted.get(version);
    if (found === undefined || own.versionInUse.get(version) === 1) {
      throw new SnapshotNotFoundError(
        version,
        `There is no deleted snapshot ${version} that can be restored.`,
      );
    }
    const { name, kept } = found;
    const row = rowOf(own, kept);
    const metadata = toMetadata(row);
    write.insertSnapshot.run(snapshotValues({ ...row, indexed: 0 }));
    // Its number is an old one, which the next indexing need not look at any more.
    write.indexSnapshot.run(row.sequence);
    for (const tag of metadata.tags) write.insertTag.run(tag, row.sequence);
    write.deleteMeta.run(name, `${name}\0`);
    return metadata;
  });
  if (made.length === 0) return made;
  core.noteSnapshotChange();
  core.noteChange({ revision: core.head.revision, snapshots: true, keys: [] });
  return made;
}

/** Those with a readable state: a prune by an older version of Strata deletes states but not these records. */
function retained(core: StoreCore, statements: ReadStatements) {
  const floor = core.floor(statements);
  return namesIn(statements)
    .map(({ name, value }) => ({ name, kept: parsed(name, value) }))
    .filter(
      ({ kept }) =>
        kept.revision >= floor || kept.floor === floor || statements.snapshotNames.get(kept.revision) === 1,
    );
}

function namesIn(statements: ReadStatements) {
  const all = statements.database
    .prepare<[string, string], { readonly name: string; readonly value: unknown }>(
      "SELECT name, value FROM meta WHERE name >= ? AND name < ? ORDER BY name",
    )
    .all(NAMES.from, NAMES.before);
  const dropped = all.filter(({ name }) => name.startsWith(DROPPED.from));
  const over = new Set(dropped.slice(0, -MAX_DROPPED));
  return all.filter((note) => !over.has(note));
}

function parsed(name: string, value: unknown): Kept {
  try {
    const kept: unknown = JSON.parse(String(value));
    if (isKept(kept)) return kept;
  } catch {
    // Reported below, as JSON that is not a snapshot.
  }
  throw new DataIntegrityError(
    `What is said in "meta" about ${JSON.stringify(name)} is not what was written: the store is damaged there. ` +
      "A prune drops it.",
  );
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== "object" || kept === null || !("deleted_at" in kept)) return false;
  const at = Number(kept.deleted_at);
  const counted = { entry_count: 0, size_bytes: 0, checksum: new Uint8Array(), indexed: 1 };
  return (
    Number.isSafeInteger(at) &&
    Math.abs(at) <= LAST_TIME &&
    isSoundSnapshot({ ...(kept as Kept), ...counted } satisfies SnapshotRow)
  );
}

/** Requires flushed history: the row as it was, with the state's counts from the log. */
function rowOf(statements: ReadStatements, kept: Kept): SnapshotRow {
  const logged = statements.revisionUpTo.get(kept.revision);
  return {
    ...kept,
    entry_count: logged?.entry_count ?? 0,
    size_bytes: logged?.size_bytes ?? 0,
    checksum: logged?.checksum ?? new StateChecksum().toBytes(),
    indexed: 1,
  };
}

function describe(statements: ReadStatements, kept: Kept): DeletedSnapshot {
  return {
    ...toMetadata(rowOf(statements, kept)),
    deletedAt: new Date(kept.deleted_at).toISOString(),
  };
}
