import type { SnapshotMetadata } from "../../../../shared/model/index.ts";

/**
 * A bundle (`.strata`) is gzip over lines of JSON, one object each:
 *
 *     {"strata":"bundle","format":1,"kind":"store","exported_at":"…"}       first
 *     {"revision":7,"at":1700000000000,"operation":"set","detail":null,"author":"Ann","message":null,"whole":false}
 *     {"k":"key","v":…}      an entry that this revision wrote, or, with "whole", one of the state
 *     {"k":"key"}            a key that this revision deleted
 *     {"snapshot":{…}}       a snapshot of the state so far: its metadata, with the checksum of that state
 *     {"end":{"lines":5,"sha256":"…"}}    last: lines before this one, and the hash of their bytes
 */
export const FORMAT = 1;

/** `snapshot`: one moment. `store`: every retained revision and every snapshot. */
export type BundleKind = "snapshot" | "store";

export interface BundleHeader {
  readonly strata: "bundle";
  readonly format: number;
  readonly kind: BundleKind;
  /** ISO 8601, UTC. */
  readonly exported_at: string;
}

export interface BundleRevision {
  readonly revision: number;
  readonly at: number;
  readonly operation: string;
  readonly detail: string | null;
  /** Absent, like `message`, in a bundle of an earlier version; it is then unknown. */
  readonly author: string | null;
  readonly message: string | null;
  /** Whether the entries that follow are the whole state. */
  readonly whole: boolean;
}

export interface BundleSnapshot {
  readonly snapshot: SnapshotMetadata;
}

export interface BundleEnd {
  readonly end: { readonly lines: number; readonly sha256: string };
}
