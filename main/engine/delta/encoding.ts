import { constants as limits } from "node:buffer";
import { constants, inflateRawSync, zstdDecompressSync } from "node:zlib";
import { StoredText } from "./storedText.ts";
import { applyStructural, LONGEST_DELTA } from "./structural.ts";
import { sizeInFrame } from "./zstdFrame.ts";

/**
 * The encoding of a superseded value: `history.encoding`. The numbers are part of the format; never change one.
 *
 * - `PLAIN`: the text.
 * - `DEFLATE`, `ZSTD`: compressed without a dictionary.
 * - `DEFLATE_NEXT`, `ZSTD_NEXT`: compressed with the value that replaced it as the dictionary.
 * - `STRUCTURAL`: a structural delta from the value that replaced it; `STRUCTURAL_DEFLATE`: the same, compressed.
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

/** The most bytes allocated at once for a text of known size, because a damaged frame may state any size. */
const MOST_AT_ONCE = 1 << 26;

/** Whether a value in this encoding needs its delta base. */
export function isDelta(encoding: number): boolean {
  return encoding >= Encoding.DEFLATE_NEXT;
}

/**
 * Decodes a stored value.
 *
 * @param next The delta base: the text that replaced it. Used by deltas only.
 * @param size Bytes of the text. No more are decoded (rule F7). Unused for plain text.
 * @throws If the bytes are not what `encode` made.
 */
export function decode(
  encoding: number,
  value: string | Uint8Array,
  next: StoredText | undefined,
  size: number | undefined,
): StoredText {
  if (typeof value === "string") {
    if (encoding === Encoding.PLAIN) return new StoredText(value);
    if (encoding === Encoding.STRUCTURAL) return new StoredText(applyStructural(value, known(next).text));
    throw new Error(`A text under encoding ${encoding}`);
  }
  switch (encoding) {
    case Encoding.PLAIN:
      return new StoredText(asBuffer(value));
    case Encoding.DEFLATE:
      return new StoredText(inflateRawSync(value, atMost(size)));
    case Encoding.ZSTD:
      return new StoredText(unzstd(value, undefined, size));
    case Encoding.DEFLATE_NEXT: {
      const dictionary = deflateDictionary(known(next).bytes);
      return new StoredText(inflateRawSync(value, { ...atMost(size), dictionary }));
    }
    case Encoding.ZSTD_NEXT:
      return new StoredText(unzstd(value, known(next).bytes, size));
    case Encoding.STRUCTURAL_DEFLATE: {
      const delta = inflateRawSync(value, atMost(LONGEST_DELTA)).toString();
      return new StoredText(applyStructural(delta, known(next).text));
    }
    default:
      throw new Error(`Unknown encoding ${encoding}`);
  }
}

/** SQLite never returns a longer value, so none was written. */
function atMost(size: number | undefined): { maxOutputLength: number } {
  if (!Number.isSafeInteger(size) || size === undefined || size < 1 || size > limits.MAX_STRING_LENGTH)
    throw new Error(`A text of ${String(size)} bytes`);
  return { maxOutputLength: size };
}

/**
 * In one piece: by default the text would be decoded in pieces of 16 KiB, through a window as long as the whole text.
 */
function unzstd(value: Uint8Array, dictionary: Buffer | undefined, size: number | undefined): Buffer {
  const limit = atMost(size);
  const inFrame = sizeInFrame(value);
  // One byte more than the text, so that no further piece is allocated at its end.
  const chunkSize =
    inFrame === undefined
      ? constants.Z_DEFAULT_CHUNK
      : Math.min(inFrame, limit.maxOutputLength, MOST_AT_ONCE) + 1;
  return zstdDecompressSync(value, {
    ...limit,
    chunkSize: Math.max(chunkSize, constants.Z_MIN_CHUNK),
    ...(dictionary && { dictionary }),
  });
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.length);
}

function known(next: StoredText | undefined): StoredText {
  if (next === undefined) throw new Error("A delta without the value that it differs from");
  return next;
}

/** Deflate looks back 32 KiB, so it would use only the end of a longer dictionary. */
export function deflateDictionary(bytes: Buffer): Buffer {
  return bytes.length <= 32_768 ? bytes : bytes.subarray(bytes.length - 32_768);
}
