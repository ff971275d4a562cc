import type { Revision, SnapshotVersion } from "./brand.ts";

/** A name for one revision of a store (rule N13). */
export interface SnapshotMetadata {
  readonly version: SnapshotVersion;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  /** Whatever the maker of the snapshot attached to it: a JSON object. */
  readonly userInfo: Readonly<Record<string, unknown>>;
  readonly kind: "full" | "delta";
  /** The snapshot that a delta was made against; null for a full one. */
  readonly baseVersion: SnapshotVersion | null;
  /** Keys that differ from the base; null for a full one. */
  readonly deltaSize: number | null;
  readonly pinned: boolean;
  /** Why it is pinned, for people. */
  readonly pinReason: string | null;
  readonly revision: Revision;
  readonly entryCount: number;
  /** UTF-8 bytes of every value's stored text together. */
  readonly sizeBytes: number;
  /** Hex of the state's checksum (rule I1), 64 digits. */
  readonly checksum: string;
}

/** A snapshot that was deleted and can be brought back until the next prune (rule F26). */
export interface DeletedSnapshot extends SnapshotMetadata {
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
}
