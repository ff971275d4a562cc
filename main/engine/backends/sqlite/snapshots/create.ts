import { randomUUID } from "node:crypto";
import type { Revision, SnapshotMetadata, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { StateChecksum } from "../../../checksum.ts";
import { Slices } from "../../../core/slices.ts";
import { InvalidOptionError, SnapshotNotFoundError } from "../../../errors.ts";
import type { NewSnapshot } from "../../backend.ts";
import type { StoreCore } from "../core/core.ts";
import { SqliteChanges } from "../read/changes.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SnapshotRow } from "../storage/rows.ts";
import { SNAPSHOT_BATCH } from "../storage/schema.ts";
import { snapshotValues } from "../storage/soundRow.ts";
import { dropSurplus } from "./delete.ts";
import { trimDropped } from "./deleted.ts";
import { describe } from "./metadata.ts";

/** The base of a delta snapshot, and how many keys differ from it. */
interface Base {
  readonly version: SnapshotVersion;
  readonly deltaSize: number;
}

/** Inside a transaction: gives the present, or an earlier revision, a name (rule N1). */
export function createSnapshot(core: StoreCore, snapshot: NewSnapshot, base?: Base): SnapshotMetadata {
  const { head, write, own } = core;
  const revision = snapshot.revision ?? head.revision;
  const state = stateAt(core, own, revision);
  const createdAt = snapshot.createdAt ?? Date.now();
  if (snapshot.version !== undefined && own.versionInUse.get(snapshot.version) === 1) {
    throw new InvalidOptionError(`There is a snapshot ${snapshot.version} already. Choose another version.`, {
      version: snapshot.version,
    });
  }
  const sequence = core.nextSnapshotChange();
  const version = snapshot.version ?? newVersion(core, createdAt, sequence);
  const row: SnapshotRow = {
    sequence,
    version,
    revision,
    created_at: createdAt,
    tags: JSON.stringify(snapshot.tags),
    description: snapshot.description,
    user_info: snapshot.userInfo,
    base: base?.version ?? null,
    delta_size: base?.deltaSize ?? null,
    pinned: snapshot.pinned === true ? 1 : 0,
    pin_reason: snapshot.pinReason ?? null,
    entry_count: state.entryCount,
    size_bytes: state.sizeBytes,
    checksum: state.checksum,
    indexed: 0,
  };
  const batchOf = (number: number) => Math.floor(number / SNAPSHOT_BATCH);
  if (batchOf(head.newestSnapshot) < batchOf(sequence)) {
    write.indexSnapshots.run();
    trimDropped(core);
  }
  head.newestSnapshot = sequence;
  write.insertSnapshot.run(snapshotValues(row));
  if (snapshot.version !== undefined) write.indexSnapshots.run();
  for (const tag of snapshot.tags) write.insertTag.run(tag, sequence);
  if (snapshot.beyondLimit !== true) dropSurplus(core);
  core.noteChange({ revision: head.revision, snapshots: true, keys: [] });
  return describe(row, snapshot.tags, JSON.parse(snapshot.userInfo) as Record<string, unknown>);
}

/** Inside a long transaction: makes a snapshot with the size of its difference from its base (rule N3). */
export async function createDelta(
  core: StoreCore,
  snapshot: NewSnapshot,
  base: string,
): Promise<SnapshotMetadata> {
  const row = base === "latest" ? core.own.latestSnapshot.get() : core.own.snapshot.get(base);
  if (row === undefined) {
    if (base !== "latest") throw new SnapshotNotFoundError(base);
    return createSnapshot(core, snapshot);
  }
  const slices = new Slices();
  let deltaSize = 0;
  const question = { from: row.revision, to: core.head.revision, keys: null, exact: false };
  const walk = new SqliteChanges((_, read) => read(core.own, false), question);
  const count = () => {
    deltaSize += 1;
  };
  if (question.from !== question.to)
    while ((await walk.next(count, () => slices.due)) === "paused") await slices.pause(deltaSize, null);
  return createSnapshot(core, snapshot, { version: row.version as SnapshotVersion, deltaSize });
}

/** Inside a transaction: makes a snapshot if something changed since the last one, or there is none of anything. */
export function snapshotIfChanged(core: StoreCore, snapshot: NewSnapshot): SnapshotMetadata | null {
  const latest = core.own.latestSnapshot.get()?.revision ?? 0;
  return latest === core.head.revision ? null : createSnapshot(core, snapshot);
}

function stateAt(
  core: StoreCore,
  statements: ReadStatements,
  revision: Revision,
): { readonly entryCount: number; readonly sizeBytes: number; readonly checksum: Uint8Array } {
  const { head } = core;
  if (revision === head.revision) {
    return { entryCount: head.entryCount, sizeBytes: head.sizeBytes, checksum: head.checksum.toBytes() };
  }
  core.flushPending();
  const row = statements.revisionUpTo.get(revision);
  if (row === undefined) return { entryCount: 0, sizeBytes: 0, checksum: new StateChecksum().toBytes() };
  return { entryCount: row.entry_count, sizeBytes: row.size_bytes, checksum: row.checksum };
}

/**
 * `v<unix seconds>-<8 hex digits>`, not in use yet. The digits are derived from the snapshot's number, so they are
 * unique in one store. An imported snapshot is indexed from the beginning.
 */
function newVersion(core: StoreCore, createdAt: number, sequence: number): SnapshotVersion {
  const seconds = Math.max(0, Math.floor(createdAt / 1000));
  const salt = Number.parseInt(core.id.slice(0, 8), 16);
  const version = `v${seconds}-${hex(scrambled(sequence ^ salt))}` as SnapshotVersion;
  if (core.own.versionIndexed.get(version) === 0) return version;
  for (;;) {
    const other = `v${seconds}-${randomUUID().slice(0, 8)}` as SnapshotVersion;
    if (core.own.versionInUse.get(other) === 0) return other;
  }
}

const hex = (number: number) => (number >>> 0).toString(16).padStart(8, "0");

/** A bijection of 32-bit numbers: MurmurHash3's finalizer, by Austin Appleby. */
function scrambled(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
