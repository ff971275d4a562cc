import { closeSync, constants, fstatSync, readFileSync, readSync } from "node:fs";
import { largest } from "../../../../../shared/model/index.ts";
import { assertPlain, openPlain } from "../../../files/plainFile.ts";

/** The readable pages of a database file and its log. */
export interface PageImage {
  readonly pageSize: number;
  readonly pageCount: number;
  /** The newest version of a page, from 1 on; undefined past the end of the file. */
  readonly page: (number: number) => Buffer | undefined;
  /** Free pages of the database, whose content is outdated. */
  readonly free: ReadonlySet<number>;
  /** Whether the list of free pages is complete. */
  readonly freeIsKnown: boolean;
  /** Closes the file; no page can be read afterwards. */
  readonly close: () => void;
}

const DEFAULT_PAGE_SIZE = 4096;
const MAGIC = "SQLite format 3\0";

/**
 * Reads a database file with its log as SQLite would (https://www.sqlite.org/fileformat.html), but continues where
 * SQLite stops. Nothing is changed.
 */
export function readPages(databasePath: string): PageImage {
  const file = new PagedFile(databasePath);
  const log = readLogFile(`${databasePath}-wal`);
  const pageSize = pageSizeOf(file, log);
  const overlay = readLog(log, pageSize);
  const pageCount = largest(overlay.keys(), Math.ceil(file.length / pageSize));
  const page = (number: number): Buffer | undefined => {
    // A damaged page may point to page 0, which does not exist.
    if (number < 1) return undefined;
    const logged = overlay.get(number);
    if (logged !== undefined) return logged;
    const bytes = file.read((number - 1) * pageSize, pageSize);
    // A truncated file ends in part of a page; the rest counts as zeros.
    return bytes.length === 0 ? undefined : Buffer.concat([bytes], pageSize);
  };
  const free = freePages(page, pageSize, pageCount);
  const first = page(1);
  const freeIsKnown = first?.toString("latin1", 0, 16) === MAGIC && first.readUInt32BE(36) === free.size;
  return { pageSize, pageCount, page, free, freeIsKnown, close: () => file.close() };
}

function readLogFile(path: string): Buffer {
  if (assertPlain(path) === undefined) return Buffer.alloc(0);
  const file = openPlain(path, constants.O_RDONLY);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * A file of any size, read in pieces, because Node refuses to read more than 2 GiB at once. A missing file is empty.
 */
class PagedFile {
  readonly #file: number | undefined;
  readonly length: number;

  constructor(path: string) {
    this.#file = assertPlain(path) === undefined ? undefined : openPlain(path, constants.O_RDONLY);
    this.length = this.#file === undefined ? 0 : fstatSync(this.#file).size;
  }

  /** These bytes, as far as they exist. */
  read(at: number, length: number): Buffer {
    if (this.#file === undefined || at >= this.length) return Buffer.alloc(0);
    const bytes = Buffer.alloc(Math.min(length, this.length - at));
    return bytes.subarray(0, readSync(this.#file, bytes, 0, bytes.length, at));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

function pageSizeOf(file: PagedFile, log: Buffer): number {
  const header = file.read(0, 18);
  for (const size of [
    header.length >= 18 ? header.readUInt16BE(16) : 0,
    log.length >= 12 ? log.readUInt32BE(8) : 0,
  ]) {
    if (size >= 512 && size <= 32_768 && (size & (size - 1)) === 0) return size;
  }
  return DEFAULT_PAGE_SIZE;
}

const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * The pages of the log, up to its last commit (https://www.sqlite.org/fileformat.html#the_write_ahead_log). Each
 * frame's checksum continues from that of the previous frame as it is stored. So a damaged frame, where SQLite stops,
 * is left out, and later frames can still be verified.
 */
function readLog(log: Buffer, pageSize: number): ReadonlyMap<number, Buffer> {
  const overlay = new Map<number, Buffer>();
  let uncommitted = new Map<number, Buffer>();
  const length = FRAME_HEADER + pageSize;
  const salts = saltsOf(log, length);
  if (salts === undefined) return overlay;
  let before: Sum | undefined = headerSum(log);
  for (let at = LOG_HEADER; at + length <= log.length; at += length) {
    const header = log.subarray(at, at + FRAME_HEADER);
    const page = log.subarray(at + FRAME_HEADER, at + length);
    const stored: Sum = [header.readUInt32BE(16), header.readUInt32BE(20)];
    const sum = before && checksum(page, checksum(header.subarray(0, 8), before, log), log);
    before = stored;
    // Frames with other salts are from before the log was restarted.
    if (sum === undefined || !isSame(sum, stored) || !header.subarray(8, 16).equals(salts)) continue;
    uncommitted.set(header.readUInt32BE(0), page);
    if (header.readUInt32BE(4) === 0) continue;
    for (const [number, committed] of uncommitted) overlay.set(number, committed);
    uncommitted = new Map();
  }
  return overlay;
}

/** The salts of the present log, from its header or its first frames. */
function saltsOf(log: Buffer, frameLength: number): Buffer | undefined {
  if (headerSum(log) !== undefined) return log.subarray(16, 24);
  const [first, second, third] = [0, 1, 2].map((frame) => {
    const at = LOG_HEADER + frame * frameLength + 8;
    return log.subarray(at, at + 8);
  });
  if (first === undefined || first.length < 8) return undefined;
  return second !== undefined && third !== undefined && second.equals(third) ? second : first;
}

/** The checksum at the end of the header; undefined if the header is damaged. */
function headerSum(log: Buffer): Sum | undefined {
  if (log.length < LOG_HEADER) return undefined;
  const sum = checksum(log.subarray(0, 24), [0, 0], log);
  return isSame(sum, [log.readUInt32BE(24), log.readUInt32BE(28)]) &&
    log.readUInt32BE(0) >>> 1 === MAGIC_NUMBER
    ? sum
    : undefined;
}

/** 0x377f0682 or 0x377f0683, but for its last bit. */
const MAGIC_NUMBER = 0x377f0682 >>> 1;

type Sum = readonly [number, number];

function isSame(a: Sum, b: Sum): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** The log's checksum (https://www.sqlite.org/fileformat.html#checksum_algorithm); its byte order is in its magic number. */
function checksum(bytes: Buffer, start: Sum, log: Buffer): Sum {
  const bigEndian = log.readUInt32BE(0) === 0x377f0683;
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
