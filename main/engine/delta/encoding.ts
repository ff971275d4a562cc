import { inflateRawSync, zstdDecompressSync } from "node:zlib";
import { applyStructural } from "./structural.ts";

/**
 * How a superseded value is stored: `history.encoding`. Numbers are part of the format; never change one.
 *
 * - `PLAIN`: the text.
 * - `DEFLATE`, `ZSTD`: compressed by itself.
 * - `DEFLATE_NEXT`, `ZSTD_NEXT`: compressed with the value that replaced it as the dictionary.
 * - `STRUCTURAL`: what turns the value that replaced it into it; `STRUCTURAL_DEFLATE`: that, compressed.
 */
export const Encoding = {
  PLAIN: 0,
  DEFLATE: 1,
  ZSTD: 2,
  DEFLATE_NEXT: 3,
  ZSTD_NEXT: 4,
  STRUCTURAL: 5,
  STRUCTURAL_DEFLATE: 6,
} as const;

/** The longest text that is made from anything but itself: a damaged length must not take all memory. */
const LIMIT = { maxOutputLength: 1 << 30 };

/** Whether a value in this encoding can only be read together with the one that replaced it. */
export function isDelta(encoding: number): boolean {
  return encoding >= Encoding.DEFLATE_NEXT;
}

/**
 * The text of a stored value.
 *
 * @param next The text that replaced it; looked at by deltas only.
 * @throws If the bytes are not what `encode` made.
 */
export function decode(encoding: number, value: string | Uint8Array, next: string): string {
  if (typeof value === "string") {
    if (encoding === Encoding.PLAIN) return value;
    if (encoding === Encoding.STRUCTURAL) return applyStructural(value, next);
    throw new Error(`A text under encoding ${encoding}`);
  }
  switch (encoding) {
    case Encoding.DEFLATE:
      return inflateRawSync(value, LIMIT).toString();
    case Encoding.ZSTD:
      return zstdDecompressSync(value, LIMIT).toString();
    case Encoding.DEFLATE_NEXT:
      return inflateRawSync(value, { ...LIMIT, dictionary: deflateDictionary(next) }).toString();
    case Encoding.ZSTD_NEXT:
      return zstdDecompressSync(value, { ...LIMIT, dictionary: Buffer.from(next) }).toString();
    case Encoding.STRUCTURAL_DEFLATE:
      return applyStructural(inflateRawSync(value, LIMIT).toString(), next);
    default:
      throw new Error(`Unknown encoding ${encoding}`);
  }
}

/** Deflate looks back 32 KiB: of a longer dictionary it would use the end only. */
export function deflateDictionary(text: string): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length <= 32_768 ? bytes : bytes.subarray(bytes.length - 32_768);
}
