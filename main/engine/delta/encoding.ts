import { constants as limits } from "node:buffer";
import { constants, inflateRawSync, zstdDecompressSync } from "node:zlib";
import { StoredText } from "./storedText.ts";
import { applyStructural, LONGEST_DELTA } from "./structural.ts";
import { sizeInFrame } from "./zstdFrame.ts";

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

/** Bytes that are made room for at once, where a text is to be as long: what a damaged frame says may be anything. */
const MOST_AT_ONCE = 1 << 26;

/** Whether a value in this encoding can only be read together with the one that replaced it. */
export function isDelta(encoding: number): boolean {
  return encoding >= Encoding.DEFLATE_NEXT;
}

/**
 * The text of a stored value.
 *
 * @param next The text that replaced it; looked at by deltas only.
 * @param size Bytes of the text. No more than that is decoded, whatever the bytes say (rule F7); of what is kept as it is, it
 *   says nothing new.
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

/** What SQLite gives out is never longer, so nothing that was written was. */
function atMost(size: number | undefined): { maxOutputLength: number } {
  if (!Number.isSafeInteger(size) || size === undefined || size < 1 || size > limits.MAX_STRING_LENGTH)
    throw new Error(`A text of ${String(size)} bytes`);
  return { maxOutputLength: size };
}

/** In one piece: by default the text would come in pieces of 16 KiB, through a window that is as long as all of it. */
function unzstd(value: Uint8Array, dictionary: Buffer | undefined, size: number | undefined): Buffer {
  const limit = atMost(size);
  const inFrame = sizeInFrame(value);
  // One byte more than the text has, or room for a further piece would be made at its end.
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

/** Deflate looks back 32 KiB: of a longer dictionary it would use the end only. */
export function deflateDictionary(bytes: Buffer): Buffer {
  return bytes.length <= 32_768 ? bytes : bytes.subarray(bytes.length - 32_768);
}
