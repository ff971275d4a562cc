import type { SnapshotMetadata, SnapshotVersion } from "../../../../shared/model/index.ts";
import { STRATA_TAGS } from "../../domain/snapshots/tags.ts";
import { InvalidOptionError, SnapshotNotFoundError } from "../../errors.ts";
import type { ResolvedOptions } from "../../options.ts";
import type { SnapshotUpdate } from "../../persistence.ts";
import type { NewSnapshot } from "../backend.ts";
import type { PlainData, PlainSnapshot } from "./plainData.fixture.ts";
import { PlainChanges } from "./plainView.fixture.ts";

/** How many of those that the limit deleted can be restored. */
const MAX_DROPPED = 200;

export function create(data: PlainData, options: ResolvedOptions, given: NewSnapshot): SnapshotMetadata {
  if (given.version !== undefined && data.snapshot(given.version) !== undefined)
    throw new InvalidOptionError(`There is a snapshot ${given.version} already. Choose another version.`, {
      version: given.version,
    });
  const base = given.base === "latest" ? data.snapshots.at(-1) : find(data, given.base);
  const revision = given.revision ?? data.revision;
  data.made += 1;
  const at = given.createdAt ?? Date.now();
  const name = `v${Math.floor(at / 1000)}-${data.made.toString(16).padStart(8, "0")}` as SnapshotVersion;
  const metadata: SnapshotMetadata = {
    version: given.version ?? name,
    createdAt: new Date(at).toISOString(),
    tags: given.tags,
    description: given.description,
    userInfo: JSON.parse(given.userInfo) as Record<string, unknown>,
    kind: base === undefined ? "full" : "delta",
    baseVersion: base?.metadata.version ?? null,
    deltaSize:
      base === undefined
        ? null
        : new PlainChanges(data, { from: base.metadata.revision, to: revision, keys: null, exact: false })
            .count,
    pinned: given.pinned ?? false,
    pinReason: given.pinReason ?? null,
    revision,
    ...data.sizeAt(revision),
    checksum: data.checksumAt(revision),
  };
  data.snapshots.push({ sequence: data.made, metadata });
  if (given.beyondLimit !== true) for (const one of surplusOf(data, options)) drop(data, one, "limit");
  return metadata;
}

function find(data: PlainData, version: string | null): PlainSnapshot | undefined {
  if (version === null) return undefined;
  const found = data.snapshot(version);
  if (found === undefined) throw new SnapshotNotFoundError(version);
  return found;
}

export function update(data: PlainData, version: SnapshotVersion, change: SnapshotUpdate): SnapshotMetadata {
  const old = find(data, version) as PlainSnapshot;
  const pinned = change.pinned ?? old.metadata.pinned;
  const reason = change.pinReason === undefined ? old.metadata.pinReason : change.pinReason;
  const { tags = old.metadata.tags, description = old.metadata.description } = change;
  const metadata = { ...old.metadata, tags, description, pinned, pinReason: pinned ? reason : null };
  data.snapshots = data.snapshots.map((one) => (one === old ? { ...old, metadata } : one));
  return metadata;
}

export function remove(data: PlainData, versions: readonly SnapshotVersion[], forGood: boolean): void {
  const found = [...new Set(versions)].map((version) => find(data, version) as PlainSnapshot);
  for (const one of found) {
    if (forGood) data.snapshots = data.snapshots.filter((other) => other !== one);
    else drop(data, one, "call");
  }
}

function drop(data: PlainData, snapshot: PlainSnapshot, by: "call" | "limit"): void {
  data.snapshots = data.snapshots.filter((other) => other !== snapshot);
  data.deleted.push({ snapshot, at: new Date().toISOString(), by });
  const dropped = data.deleted.filter((one) => one.by === "limit");
  const forgotten = new Set(dropped.slice(0, Math.max(0, dropped.length - MAX_DROPPED)));
  data.deleted = data.deleted.filter((one) => !forgotten.has(one));
}

export function restore(data: PlainData, versions: readonly SnapshotVersion[]): SnapshotMetadata[] {
  const found = [...new Set(versions)].map((version) => {
    const one = data.deleted.find(({ snapshot }) => snapshot.metadata.version === version);
    if (one === undefined || data.snapshot(version) !== undefined)
      throw new SnapshotNotFoundError(
        version,
        `There is no deleted snapshot ${version} that can be restored.`,
      );
    return one;
  });
  data.deleted = data.deleted.filter((one) => !found.includes(one));
  data.snapshots = [...data.snapshots, ...found.map(({ snapshot }) => snapshot)].sort(
    (a, b) => a.sequence - b.sequence,
  );
  return found.map(({ snapshot }) => snapshot.metadata);
}

/** Unpinned snapshots beyond the limit: automatic ones first, the oldest first, and never the newest (rule N5). */
export function surplusOf(data: PlainData, { maxSnapshots }: ResolvedOptions): PlainSnapshot[] {
  if (maxSnapshots === 0) return [];
  const unpinned = data.snapshots.filter(({ metadata }) => !metadata.pinned);
  const inOrder = [...unpinned.filter(isAutomatic), ...unpinned.filter((one) => !isAutomatic(one))];
  const surplus = inOrder.slice(0, Math.max(0, unpinned.length - maxSnapshots));
  return surplus.filter((one) => one !== data.snapshots.at(-1));
}

function isAutomatic({ metadata: { tags } }: PlainSnapshot): boolean {
  const [first, ...more] = tags;
  return first === undefined || (more.length === 0 && (STRATA_TAGS as readonly string[]).includes(first));
}
