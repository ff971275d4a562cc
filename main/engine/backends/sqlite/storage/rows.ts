import type { Key, Revision } from "../../../../../shared/model/index.ts";

/** `id, since, digest, value` of `live`, as an array: the fastest shape to read. */
export type LiveRow = readonly [id: number, since: Revision, digest: number, value: string];

/** The same with a long value in UTF-8. */
export type ReplaceableRow = readonly [id: number, since: Revision, digest: number, value: string | Buffer];

/** The same, compared with a given text; null if they are equal. */
export type BesideRow = readonly [id: number, since: Revision, digest: number, value: Buffer | null];

/** Identifies a present value without reading it. */
export type LiveMark = readonly [since: Revision, digest: number];

/** `until, since, encoding, digest, value` of `history`, as an array for the same reason. */
export type SupersededRow = readonly [
  until: Revision,
  since: Revision,
  encoding: number,
  digest: number,
  value: string | Uint8Array,
];

/** Superseded after one revision, and valid at that or at a second one; without a second one, at any. */
export interface PendingParameters {
  readonly after: Revision;
  readonly second: Revision | null;
}

/** A pending superseded value: `id` is its row in `recent`, null in `pending`; a long text is null. */
export type PendingRow = readonly [
  key: Key,
  until: Revision,
  since: Revision,
  digest: number,
  id: number | null,
  value: string | null,
];

export interface HistoryRow {
  readonly key: Key;
  readonly until: Revision;
  readonly since: Revision;
  readonly encoding: number;
  readonly digest: number;
  readonly value: string | Uint8Array;
}

/** A superseded value without the value itself. `size` is the text's bytes of UTF-8. */
export interface HistoryMark {
  readonly key: Key;
  readonly until: Revision;
  readonly since: Revision;
  readonly encoding: number;
  readonly digest: number;
  readonly size: number;
}

/** A key with its present value. Absent and long values are null. */
export type PresentRow = readonly [
  key: Key,
  id: number | null,
  since: Revision | null,
  digest: number,
  value: string | null,
];

/**
 * A key with its present value and the first one superseded after a given revision. Absent and long values are null.
 */
export type PresentAndPastRow = readonly [
  key: Key,
  id: number | null,
  liveSince: Revision | null,
  liveDigest: number,
  liveValue: string | null,
  until: Revision | null,
  since: Revision | null,
  encoding: number,
  digest: number,
  value: string | Uint8Array | null,
];

/**
 * A key and its value at a revision. Without `since` it did not exist. Without a value it is too long to be read with
 * others.
 */
export type ValueOfKeyRow = readonly [
  key: Key,
  since: Revision | null,
  until: Revision | null,
  encoding: number | null,
  digest: number,
  value: string | Uint8Array | null,
];

export interface RevisionRow {
  readonly id: Revision;
  readonly at: number;
  readonly operation: number;
  readonly key: Key | null;
  readonly touched: number;
  readonly detail: string | null;
  readonly entry_count: number;
  readonly size_bytes: number;
  readonly checksum: Uint8Array;
  readonly undo: Revision | null;
  readonly redo: Revision | null;
  readonly target: Revision | null;
  readonly everything: number;
  /** A row of `author`; null if unknown. */
  readonly author: number | null;
  readonly message: string | null;
}

/** What the newest revision says about the state. */
export type HeadRow = Pick<RevisionRow, "id" | "entry_count" | "size_bytes" | "checksum" | "undo" | "redo">;

export interface SnapshotRow {
  readonly sequence: number;
  readonly version: string;
  readonly revision: Revision;
  readonly created_at: number;
  /** JSON array of strings. */
  readonly tags: string;
  readonly description: string | null;
  /** JSON object. */
  readonly user_info: string;
  readonly base: string | null;
  readonly delta_size: number | null;
  readonly pinned: number;
  readonly pin_reason: string | null;
  readonly entry_count: number;
  readonly size_bytes: number;
  readonly checksum: Uint8Array;
  readonly indexed: number;
}

/** A key with its value at some revision: live (`encoding` 0) or superseded. */
export interface ValueRow {
  readonly key: Key;
  readonly since: Revision;
  /** Null for a live value. */
  readonly until: Revision | null;
  readonly encoding: number;
  readonly digest: number;
  readonly value: string | Uint8Array;
}

/**
 * A range of keys at a revision. `before` is a blob if the range has no end, because it is ordered after every text.
 */
export interface RangeParameters {
  readonly at: Revision;
  readonly from: string;
  readonly before: string | Uint8Array;
  readonly limit: number;
}

/** The same of the present. */
export type NowParameters = [from: string, before: string | Uint8Array, limit: number];
