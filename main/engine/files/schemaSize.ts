import { closeSync, constants, readSync } from "node:fs";
import { DataIntegrityError } from "../errors.ts";
import { assertPlain, openPlain } from "./plainFile.ts";

/** Limits of a schema: a store's has 15 rows in one page, the longest under 500 bytes. */
const MOST = { pages: 16, rows: 64, bytesOfRow: 8192 } as const;

/** From SQLite's file format (https://www.sqlite.org/fileformat.html). */
const TABLE_LEAF = 0x0d;
const TABLE_INTERIOR = 0x05;
const FILE_HEADER = 100;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Checks that a database does not have far too many objects, before SQLite opens it. SQLite first parses the whole
 * schema, which takes eight minutes for 18 MB of views (rule F6). Each version of the schema's pages is checked, in the
 * file and in its log, because only the whole log shows which one is the newest.
 *
 * @param shown The file's name in messages.
 * @throws {DataIntegrityError}
 */
export function assertSmallSchema(path: string, shown = path): void {
  const due = [1];
  for (let at = 0; at < due.length; at += 1) {
    const number = due[at] as number;
    for (const page of versionsOf(path, number)) {
      const { rows, longest, children } = partOf(page, number === 1 ? FILE_HEADER : 0);
      for (const child of children.slice(0, MOST.pages)) if (!due.includes(child)) due.push(child);
      if (due.length > MOST.pages || rows > MOST.rows || longest > MOST.bytesOfRow) throw tooLarge(shown);
    }
  }
}

/** A page as it is in the file, and each version of it in the log. */
function* versionsOf(path: string, number: number): Generator<Buffer, void, void> {
  const file = openPlain(path, constants.O_RDONLY);
  try {
    const header = bytesAt(file, 0, FILE_HEADER);
    // A file that SQLite has not written to yet is empty.
    if (header.length === FILE_HEADER) {
      const pageSize = pageSizeOf(header.readUInt16BE(16));
      yield bytesAt(file, (number - 1) * pageSize, pageSize);
    }
  } finally {
    closeSync(file);
  }
  const log = `${path}-wal`;
  if ((assertPlain(log)?.size ?? 0) > LOG_HEADER) yield* versionsInLog(log, number);
}

/** Up to the log's end for SQLite, or further. */
function* versionsInLog(path: string, number: number): Generator<Buffer, void, void> {
  const log = openPlain(path, constants.O_RDONLY);
  try {
    const header = bytesAt(log, 0, LOG_HEADER);
    const pageSize = pageSizeOf(header.readUInt32BE(8));
    for (let at = LOG_HEADER; ; at += FRAME_HEADER + pageSize) {
      const frame = bytesAt(log, at, FRAME_HEADER);
      if (frame.length < FRAME_HEADER || !frame.subarray(8, 16).equals(header.subarray(16, 24))) return;
      if (frame.readUInt32BE() === number) yield bytesAt(log, at + FRAME_HEADER, pageSize);
    }
  } finally {
    closeSync(log);
  }
}

/** The content of one page of the schema's tree: rows, or numbers of further pages. */
function partOf(page: Buffer, start: number): { rows: number; longest: number; children: number[] } {
  const part = { rows: 0, longest: 0, children: [] as number[] };
  const type = page[start];
  if ((type !== TABLE_LEAF && type !== TABLE_INTERIOR) || page.length < start + 12) return part;
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (type === TABLE_LEAF ? 8 : 12);
  for (let i = 0; i < count && pointers + 2 * i + 2 <= page.length; i += 1) {
    const cell = page.readUInt16BE(pointers + 2 * i);
    if (cell + 4 > page.length) continue;
    if (type === TABLE_LEAF) part.longest = Math.max(part.longest, lengthAt(page, cell));
    else part.children.push(page.readUInt32BE(cell));
  }
  if (type === TABLE_LEAF) part.rows = count;
  else part.children.push(page.readUInt32BE(start + 8));
  return part;
}

/** SQLite's variable-length number, as far as it matters here: one with more than three bytes is too large. */
function lengthAt(page: Buffer, at: number): number {
  let length = 0;
  for (const byte of page.subarray(at, at + 3)) {
    length = length * 128 + (byte & 0x7f);
    if (byte < 0x80) return length;
  }
  return Number.POSITIVE_INFINITY;
}

/** The file has 1 for 64 KiB. SQLite refuses invalid sizes too. */
function pageSizeOf(written: number): number {
  if (written === 1) return 65_536;
  return written >= 512 && written <= 65_536 && (written & (written - 1)) === 0 ? written : 4096;
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
}

function tooLarge(path: string): DataIntegrityError {
  return new DataIntegrityError(
    `${path} is not as Strata made it: it has far more tables, views or triggers than a store. Nothing was read from it. ` +
      "Put back a copy of the store, or save what can be saved with `strata recover`.",
    { path },
  );
}
