import type { PageImage } from "./pages.ts";

export type Column = null | number | string | Buffer;

/** One row of a page, of any table or index. */
export interface Cell {
  /** Null in an index or a table without row ids. */
  readonly rowid: number | null;
  readonly columns: readonly Column[];
}

const TABLE_LEAF = 0x0d;
const INDEX_LEAF = 0x0a;
const INDEX_INTERIOR = 0x02;

/** The longest row that is assembled: a damaged length must not take all memory. */
const LONGEST_ROW = 1 << 30;

/** Every readable row of one page. Damaged ones are left out. */
export function* cellsOf(image: PageImage, page: Buffer, number: number): Generator<Cell, void, void> {
  const start = number === 1 ? 100 : 0;
  const type = page[start];
  if (type !== TABLE_LEAF && type !== INDEX_LEAF && type !== INDEX_INTERIOR) return;
  const headerLength = type === INDEX_INTERIOR ? 12 : 8;
  const count = page.readUInt16BE(start + 3);
  for (let i = 0; i < count; i += 1) {
    const pointer = start + headerLength + 2 * i;
    if (pointer + 2 > page.length) return;
    const cell = readCell(image, page, page.readUInt16BE(pointer), type);
    if (cell !== undefined) yield cell;
  }
}

function readCell(image: PageImage, page: Buffer, at: number, type: number): Cell | undefined {
  const reader = new Reader(page, type === INDEX_INTERIOR ? at + 4 : at);
  const length = reader.varint();
  const rowid = type === TABLE_LEAF ? reader.varint() : null;
  if (!(length >= 1 && length <= LONGEST_ROW) || Number.isNaN(rowid)) return undefined;
  const payload = readPayload(image, page, reader.at, length, type);
  const columns = payload && readRecord(payload);
  return columns && { rowid, columns };
}

/**
 * A row with the part that does not fit in its page
 * (https://www.sqlite.org/fileformat.html#cell_payload_overflow_pages).
 */
function readPayload(
  image: PageImage,
  page: Buffer,
  at: number,
  length: number,
  type: number,
): Buffer | undefined {
  const usable = image.pageSize;
  const most = type === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return at + length <= page.length ? page.subarray(at, at + length) : undefined;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  if (at + local + 4 > page.length) return undefined;
  const parts = [page.subarray(at, at + local)];
  let missing = length - local;
  const seen = new Set<number>();
  for (let next = page.readUInt32BE(at + local); missing > 0; ) {
    const overflow = seen.has(next) ? undefined : image.page(next);
    if (overflow === undefined) return undefined;
    seen.add(next);
    parts.push(overflow.subarray(4, 4 + Math.min(missing, usable - 4)));
    missing -= usable - 4;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts, length);
}

/** A record (https://www.sqlite.org/fileformat.html#record_format); undefined if it is invalid. */
function readRecord(payload: Buffer): Column[] | undefined {
  const header = new Reader(payload, 0);
  const headerEnd = header.varint();
  if (!(headerEnd >= 1 && headerEnd <= payload.length)) return undefined;
  const columns: Column[] = [];
  let at = headerEnd;
  while (header.at < headerEnd) {
    const type = header.varint();
    const size = sizeOf(type);
    if (size === undefined || at + size > payload.length) return undefined;
    columns.push(readColumn(payload, at, type, size));
    at += size;
  }
  return columns;
}

const FIXED_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

function sizeOf(type: number): number | undefined {
  if (type < 10) return FIXED_SIZES[type];
  return type < 12 || Number.isNaN(type) ? undefined : Math.floor((type - 12) / 2);
}

function readColumn(payload: Buffer, at: number, type: number, size: number): Column {
  if (type >= 12) {
    const bytes = payload.subarray(at, at + size);
    return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString("utf8");
  }
  switch (type) {
    case 0:
      return null;
    case 6:
      return Number(payload.readBigInt64BE(at));
    case 7:
      return payload.readDoubleBE(at);
    case 8:
      return 0;
    case 9:
      return 1;
    default:
      return payload.readIntBE(at, size);
  }
}

/** Reads SQLite's variable-length integers; NaN past the end. Integers beyond JavaScript's are rounded. */
class Reader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let value = 0;
    for (let i = 0; i < 9; i += 1) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) return Number.NaN;
      this.at += 1;
      if (i === 8) return value * 256 + byte;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return value;
  }
}
