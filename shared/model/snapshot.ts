import type { Revision, SnapshotVersion } from "./brand.ts";

/** A name for one revision of a store (rule N13). */
export interface SnapshotMetadata {
  readonly version: SnapshotVersion;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  /** Data that the creator of the snapshot attached: a JSON object. */
  readonly userInfo: Readonly<Record<string, unknown>>;
  readonly kind: "full" | "delta";
  /** The delta base; null for a full snapshot. */
  readonly baseVersion: SnapshotVersion | null;
  /** Keys that differ from the base; null for a full one. */
  readonly deltaSize: number | null;
  readonly pinned: boolean;
  /** The reason for the pin, for people. */
  readonly pinReason: string | null;
  readonly revision: Revision;
  readonly entryCount: number;
  /** The total UTF-8 bytes of every value's stored text. */
  readonly sizeBytes: number;
  /** Hex of the state's checksum (rule I1), 64 digits. */
  readonly checksum: string;
}

/**
 * Every field of a snapshot, and where it comes from: what is said about it goes wherever the snapshot goes, in bundles, when
 * it is restored or recovered; what is counted follows from the state that it names. A field that is missing here, or
 * where snapshots are written, copied or listed, is a compile error.
 */
export const SNAPSHOT_FIELDS = {
  version: "said",
  createdAt: "said",
  tags: "said",
  description: "said",
  userInfo: "said",
  kind: "counted",
  baseVersion: "counted",
  deltaSize: "counted",
  pinned: "said",
  pinReason: "said",
  revision: "counted",
  entryCount: "counted",
  sizeBytes: "counted",
  checksum: "counted",
} as const satisfies { readonly [Field in keyof SnapshotMetadata]-?: "said" | "counted" };

type FieldsThatAre<Origin> = {
  [Field in keyof typeof SNAPSHOT_FIELDS]: (typeof SNAPSHOT_FIELDS)[Field] extends Origin ? Field : never;
}[keyof typeof SNAPSHOT_FIELDS];

/** What its maker said about a snapshot. */
export type SaidOfSnapshot = Pick<SnapshotMetadata, FieldsThatAre<"said">>;

/** A deleted snapshot, which can be restored until the next prune (rule F26). */
export interface DeletedSnapshot extends SnapshotMetadata {
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
}
