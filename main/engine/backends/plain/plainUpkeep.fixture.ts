import type { Key, Revision, SnapshotVersion } from "../../../../shared/model/index.ts";
import { DataIntegrityError, SnapshotNotFoundError } from "../../errors.ts";
import type { ResolvedOptions } from "../../options.ts";
import type { PruneReport, VerifyReport } from "../../persistence.ts";
import type { Figures } from "../backend.ts";
import type { PlainData } from "./plainData.fixture.ts";
import { surplusOf } from "./plainSnapshots.fixture.ts";

/** Compares the checksums of snapshots with their states. */
export function verify(data: PlainData, version: SnapshotVersion | undefined): VerifyReport {
  const named = version === undefined ? undefined : data.snapshot(version);
  if (version !== undefined && named === undefined) throw new SnapshotNotFoundError(version);
  const checked = named === undefined ? data.snapshots : [named];
  const states = checked
    .filter(({ metadata }) => data.checksumAt(metadata.revision) !== metadata.checksum)
    .map(({ metadata }) => metadata.version);
  const checkedValues = data.everyKey().reduce((sum, key) => sum + data.versions(key).length, 0);
  const error =
    states.length === 0 ? null : new DataIntegrityError(`The store is damaged: ${states.join(", ")}.`);
  return { ok: error === null, checkedValues, damaged: [], states, contradictions: [], lost: null, error };
}

/** Raises the floor. States stay in memory, and are seen no more. */
export function prune(
  data: PlainData,
  options: ResolvedOptions,
  keepRevisions: number,
  dryRun: boolean,
): PruneReport {
  const surplus = surplusOf(data, options);
  const versionsOf = () => new Map(data.everyKey().map((key) => [key, data.versions(key)]));
  const { floor: formerFloor, snapshots } = data;
  const before = versionsOf();
  data.snapshots = snapshots.filter((one) => !surplus.includes(one));
  data.floor = Math.max(formerFloor, data.revision - keepRevisions) as Revision;
  const after = versionsOf();
  const gone = [...before].flatMap(([key, versions]) => {
    const kept = new Set(after.get(key)?.map(({ since }) => since));
    return versions.filter(({ since }) => !kept.has(since));
  });
  const keys = [...before]
    .filter(([key, versions]) => versions.length > 0 && after.get(key)?.length === 0)
    .map(([key]): Key => key);
  const revisions = data.revisions
    .slice(Math.max(1, formerFloor), data.floor)
    .filter(({ record }) => !data.isNamed(record.revision)).length;
  const report: PruneReport = {
    snapshots: surplus.map(({ metadata }) => metadata.version),
    deletedSnapshots: data.deleted.map(({ snapshot }) => snapshot.metadata.version),
    revisions,
    values: gone.length,
    bytes: gone.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    unrecoverableKeys: keys.slice(0, 1000),
    unrecoverableKeyCount: keys.length,
  };
  if (dryRun) {
    data.floor = formerFloor;
    data.snapshots = snapshots;
  } else data.deleted = [];
  return report;
}

export function figuresOf(data: PlainData, options: ResolvedOptions): Figures {
  const superseded = data
    .everyKey()
    .flatMap((key) => data.versions(key).filter(({ until }) => until !== null));
  const bytes = superseded.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const kept = { values: superseded.length, deltas: 0, originalBytes: bytes, storedBytes: bytes };
  return {
    snapshotCount: data.snapshots.length,
    cache: { hits: 0, misses: 0, puts: 0, evictions: 0, expirations: 0, entries: 0, bytes: 0 },
    delta: { strategy: options.deltaStrategy, ...kept, savedBytes: 0, compressionRatio: 1 },
    deltaChain: { chains: 0, links: 0, longest: 0, averageLength: 0 },
  };
}
