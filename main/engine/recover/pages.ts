import { existsSync, readFileSync } from "node:fs";

/** What is left of a database file and its log, page by page. */
export interface PageImage {
  readonly pageSize: number;
  readonly pageCount: number;
  /** The newest version of a page, from 1 on; undefined past the end of the file. */
  readonly page: (number: number) => Buffer | undefined;
  /** Older or newer versions of pages that the log holds past a damaged place. */
  readonly tail: readonly Buffer[];
  /** Pages that the database has given up: what stands in them is out of date. */
  readonly free: ReadonlySet<number>;
}

const DEFAULT_PAGE_SIZE = 4096;

/**
 * Reads a database file with its log as SQLite would (https://www.sqlite.org/fileformat.html), but goes on where SQLite
 * stops. Nothing is changed.
 */
export function readPages(databasePath: string): PageImage {
  const file = existsSync(databasePath) ? readFileSync(databasePath) : Buffer.alloc(0);
  const logPath = `${databasePath}-wal`;
  const log = existsSync(logPath) ? readFileSync(logPath) : Buffer.alloc(0);
  const pageSize = pageSizeOf(file, log);
  const { overlay, tail } = readLog(log, pageSize);
  const pageCount = Math.max(Math.ceil(file.length / pageSize), ...overlay.keys(), 0);
  const page = (number: number): Buffer | undefined => {
    const logged = overlay.get(number);
    if (logged !== undefined) return logged;
    const bytes = file.subarray((number - 1) * pageSize, number * pageSize);
    // A file that was cut short ends in part of a page; the rest of it counts as zeros.
    return bytes.length === 0 ? undefined : Buffer.concat([bytes], pageSize);
  };
  return { pageSize, pageCount, page, tail, free: freePages(page, pageSize, pageCount) };
}

function pageSizeOf(file: Buffer, log: Buffer): number {
  for (const size of [
    file.length >= 18 ? file.readUInt16BE(16) : 0,
    log.length >= 12 ? log.readUInt32BE(8) : 0,
  ]) {
    if (size >= 512 && size <= 32_768 && (size & (size - 1)) === 0) return size;
  }
  return DEFAULT_PAGE_SIZE;
}

const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/** Frames up to the last commit before a damaged place, and what commits left after it. */
function readLog(
  log: Buffer,
  pageSize: number,
): { readonly overlay: ReadonlyMap<number, Buffer>; readonly tail: readonly Buffer[] } {
  const overlay = new Map<number, Buffer>();
  let uncommitted = new Map<number, Buffer>();
  let tail: Buffer[] = [];
  let uncommittedTail: Buffer[] = [];
  let sum: Sum | undefined = log.length < LOG_HEADER ? undefined : checksum(log.subarray(0, 24), [0, 0], log);
  const salts = log.subarray(16, 24);
  for (let at = LOG_HEADER; at + FRAME_HEADER + pageSize <= log.length; at += FRAME_HEADER + pageSize) {
    const header = log.subarray(at, at + FRAME_HEADER);
    const page = log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize);
    if (!header.subarray(8, 16).equals(salts)) {
      // Frames of before the log was begun anew; unless it is the salts themselves that are damaged.
      sum = undefined;
      continue;
    }
    if (sum !== undefined) {
      sum = checksum(page, checksum(header.subarray(0, 8), sum, log), log);
      if (sum[0] !== header.readUInt32BE(16) || sum[1] !== header.readUInt32BE(20)) sum = undefined;
    }
    const commits = header.readUInt32BE(4) !== 0;
    if (sum === undefined) {
      uncommittedTail.push(page);
      if (commits) {
        tail = tail.concat(uncommittedTail);
        uncommittedTail = [];
      }
    } else {
      uncommitted.set(header.readUInt32BE(0), page);
      if (commits) {
        for (const [number, committed] of uncommitted) overlay.set(number, committed);
        uncommitted = new Map();
      }
    }
  }
  return { overlay, tail };
}

type Sum = readonly [number, number];

/** The log's checksum (https://www.sqlite.org/fileformat.html#checksum_algorithm); its byte order is in its magic number. */
function checksum(bytes: Buffer, start: Sum, log: Buffer): Sum {
  const bigEndian = (log.readUInt32BE(0) & 1) === 1;
  let [a, b] = start;
  for (let i = 0; i + 8 <= bytes.length; i += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + a) >>> 0;
  }
  return [a, b];
}

/** The free list: a chain of trunk pages, each of which lists others. */
function freePages(
  page: (number: number) => Buffer | undefined,
  pageSize: number,
  pageCount: number,
): ReadonlySet<number> {
  const free = new Set<number>();
  let trunk = page(1)?.readUInt32BE(32) ?? 0;
  while (trunk > 1 && trunk <= pageCount && !free.has(trunk)) {
    free.add(trunk);
    const bytes = page(trunk);
    if (bytes === undefined) break;
    const leaves = Math.min(bytes.readUInt32BE(4), pageSize / 4 - 2);
    for (let i = 0; i < leaves; i += 1) {
      const leaf = bytes.readUInt32BE(8 + 4 * i);
      if (leaf > 1 && leaf <= pageCount) free.add(leaf);
    }
    trunk = bytes.readUInt32BE(0);
  }
  return free;
}
