import type { SaidOfSnapshot, SnapshotVersion } from "../../../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../../../checksum.ts";
import { SNAPSHOT_COLUMNS } from "../storage/soundRow.ts";
import type { Cell, Column } from "./cells.ts";
import { cellsOf } from "./cells.ts";
import type { PageImage } from "./pages.ts";

/** A present value with a correct digest. */
export interface FoundLive {
  readonly key: string;
  readonly since: number;
  readonly text: string;
}

/** A superseded value, not decoded yet. */
export interface FoundHistory {
  readonly key: string;
  readonly since: number;
  readonly until: number;
  readonly encoding: number;
  /** Bytes of the text; undefined if the row does not say. */
  readonly size: number | undefined;
  readonly digest: number;
  readonly value: string | Buffer;
}

/** A revision's or snapshot's record of a state. */
export interface FoundState {
  readonly revision: number;
  readonly entryCount: number;
  readonly checksum: Buffer;
}

export interface FoundSnapshot extends FoundState, Omit<SaidOfSnapshot, "createdAt"> {
  readonly sequence: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
}

/** Every readable row of a store. */
export interface FoundRows {
  /** By key, the newest value first. */
  readonly live: Map<string, FoundLive[]>;
  readonly history: Map<string, FoundHistory[]>;
  readonly states: FoundState[];
  readonly snapshots: Map<string, FoundSnapshot>;
  /** Keys of rows whose value is not what was written. */
  readonly damaged: Set<string>;
}

/** Finds the rows by their shape, and uses only values with the right digest. */
export function findRows(image: PageImage, used: ReadonlySet<number>): FoundRows {
  const found: FoundRows = {
    live: new Map(),
    history: new Map(),
    states: [],
    snapshots: new Map(),
    damaged: new Set(),
  };
  for (const number of used) {
    const page = image.page(number);
    if (page !== undefined) for (const cell of cellsOf(image, page, number)) take(found, cell);
  }
  for (const versions of found.live.values()) versions.sort((a, b) => b.since - a.since);
  return found;
}

function take(found: FoundRows, { rowid, columns }: Cell): void {
  if (rowid === null) {
    if (columns.length === 7) takeHistory(found, columns);
  } else if (columns.length === 5) takeLive(found, columns);
  else if (columns.length === 13 || columns.length === 16) takeRevision(found, rowid, columns);
  else if (columns.length === 14 || columns.length === 17) takePending(found, rowid, columns);
  else if (columns.length === 15) takeSnapshot(found, rowid, columns);
  else if (columns.length === 6) takeRecent(found, columns);
}

function takeLive(found: FoundRows, [, key, since, digest, text]: readonly Column[]): void {
  if (typeof key !== "string" || !isRevision(since) || typeof digest !== "number" || typeof text !== "string")
    return;
  if (shortDigest(digestOf(key, text)) === digest) add(found.live, key, { key, since, text });
  else found.damaged.add(key);
}

function takeHistory(found: FoundRows, columns: readonly Column[]): void {
  const [key, until, since, encoding, size, digest, value] = columns;
  if (typeof key !== "string" || !isRevision(until) || !isRevision(since) || since >= until) return;
  if (typeof encoding !== "number" || typeof digest !== "number") return;
  if (typeof value === "string" || Buffer.isBuffer(value)) {
    add(found.history, key, {
      key,
      since,
      until,
      encoding,
      size: typeof size === "number" ? size : undefined,
      digest,
      value,
    });
  }
}

/** A pending revision, with the value that it replaced. */
function takePending(found: FoundRows, id: number, columns: readonly Column[]): void {
  const key = columns[3];
  if (typeof key !== "string") return;
  takeState(found, id, columns[5], columns[7]);
  const [since, digest, value] = columns.slice(11, 14);
  if (!isRevision(since) || typeof digest !== "number" || typeof value !== "string") return;
  add(found.history, key, { key, since, until: id, encoding: 0, size: undefined, digest, value });
}

/** A pending value. */
function takeRecent(found: FoundRows, columns: readonly Column[]): void {
  const [key, until, since] = columns.slice(1);
  takeHistory(found, [key ?? null, until ?? null, since ?? null, 0, null, ...columns.slice(4)]);
}

function takeRevision(found: FoundRows, id: number, columns: readonly Column[]): void {
  takeState(found, id, columns[6], columns[8]);
}

function takeState(
  found: FoundRows,
  revision: number,
  entryCount: Column | undefined,
  checksum: Column | undefined,
) {
  if (typeof entryCount !== "number" || !Buffer.isBuffer(checksum) || checksum.length !== 32) return;
  found.states.push({ revision, entryCount, checksum });
}

/** In milliseconds: the last time that a date can hold. */
const LAST_TIME = 8.64e15;

function takeSnapshot(found: FoundRows, sequence: number, columns: readonly Column[]): void {
  const row = Object.fromEntries(SNAPSHOT_COLUMNS.map((column, place) => [column, columns[place]]));
  const { version, revision, created_at: createdAt, entry_count: entryCount, checksum } = row;
  if (typeof version !== "string" || !/^v\d{1,15}-[0-9a-f]{8}$/.test(version)) return;
  if (
    typeof revision !== "number" ||
    typeof createdAt !== "number" ||
    Math.abs(createdAt) > LAST_TIME ||
    typeof entryCount !== "number"
  )
    return;
  if (!Buffer.isBuffer(checksum) || checksum.length !== 32) return;
  found.snapshots.set(version, {
    sequence,
    version: version as SnapshotVersion,
    revision,
    createdAt,
    tags: (parsed(row.tags) as string[] | undefined) ?? [],
    description: typeof row.description === "string" ? row.description : null,
    userInfo: (parsed(row.user_info) as Record<string, unknown> | undefined) ?? {},
    pinned: row.pinned === 1,
    pinReason: typeof row.pin_reason === "string" ? row.pin_reason : null,
    entryCount,
    checksum,
  });
}

function isRevision(value: Column | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function add<Row>(map: Map<string, Row[]>, key: string, row: Row): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}

function parsed(text: Column | undefined): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
