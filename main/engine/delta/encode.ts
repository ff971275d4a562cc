import { promisify } from "node:util";
import { constants, deflateRawSync, zstdCompress, zstdCompressSync } from "node:zlib";
import type { ResolvedOptions } from "../options.ts";
import { deflateDictionary, Encoding } from "./encoding.ts";
import { structuralDelta } from "./structural.ts";

/** An encoded value. */
export interface Encoded {
  readonly encoding: number;
  readonly value: string | Uint8Array;
  /** Bytes of `value`. */
  readonly size: number;
}

/** Below this size an encoding saves no page of the file. Measurements: docs/performance.md. */
const WORTH_ENCODING = 100;

/** Up to this size deflate with a dictionary is faster and smaller than zstd; above it zstd is. */
const DEFLATE_UP_TO = 4096;

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** The lowest level that finds the common content of a large value and its successor. */
const LEVEL_BESIDE_NEXT = 6;

/** Bytes that another thread compresses to before it comes back for room. */
const AT_ONCE = 1 << 20;

/** The largest window that zstd accepts by default. */
const LONGEST_WINDOW_LOG = 27;

/**
 * The best encoding of this value under the strategy (rule D1), never larger than its text.
 *
 * @param next The text that replaced it; undefined if it was deleted, or must be a full version.
 */
export function encode(
  { deltaStrategy, enableCompression }: Pick<ResolvedOptions, "deltaStrategy" | "enableCompression">,
  text: string,
  next: string | undefined,
): Encoded {
  const size = Buffer.byteLength(text);
  const plain: Encoded = { encoding: Encoding.PLAIN, value: text, size };
  const found =
    size < WORTH_ENCODING ? undefined : attempt(deltaStrategy, enableCompression, text, size, next);
  return found !== undefined && found.size < size ? found : plain;
}

function attempt(
  strategy: ResolvedOptions["deltaStrategy"],
  compress: boolean,
  text: string,
  size: number,
  next: string | undefined,
): Encoded | undefined {
  switch (strategy) {
    case "none":
      return undefined;
    case "compress":
      return compress ? byItself(text, size) : undefined;
    case "dict": {
      if (next === undefined) return compress ? byItself(text, size) : undefined;
      return structural(text, next, compress) ?? (compress ? byItself(text, size) : undefined);
    }
    case "binary":
      if (!compress) return undefined;
      return next === undefined ? byItself(text, size) : zstdNext(text, next);
    case "auto":
      if (!compress) return next === undefined ? undefined : structural(text, next, false);
      if (next === undefined) return byItself(text, size);
      return size <= DEFLATE_UP_TO ? deflateNext(text, next) : zstdNext(text, next);
  }
}

function byItself(text: string, size: number): Encoded {
  return size <= DEFLATE_UP_TO
    ? bytes(Encoding.DEFLATE, deflateRawSync(text))
    : bytes(Encoding.ZSTD, zstdCompressSync(text, ZSTD));
}

function deflateNext(text: string, next: string): Encoded {
  return bytes(
    Encoding.DEFLATE_NEXT,
    deflateRawSync(text, { dictionary: deflateDictionary(Buffer.from(next)) }),
  );
}

function zstdNext(text: string, next: string): Encoded {
  const dictionary = Buffer.from(next);
  const params = paramsBeside(Buffer.byteLength(text), dictionary.length);
  return bytes(Encoding.ZSTD_NEXT, zstdCompressSync(text, { params, dictionary }));
}

/** The window spans both texts: by itself zstd chooses one for the text alone, and loses sight of the dictionary. */
function paramsBeside(size: number, dictionarySize: number): Record<number, number> {
  const span = Math.ceil(Math.log2(size + dictionarySize));
  return {
    [constants.ZSTD_c_compressionLevel]: LEVEL_BESIDE_NEXT,
    [constants.ZSTD_c_windowLog]: Math.min(Math.max(span, 10), LONGEST_WINDOW_LOG),
  };
}

const compressBeside = promisify(zstdCompress);

/** What `encode` gives for a large text in UTF-8, by another thread. */
export async function encodeLarge(
  { deltaStrategy, enableCompression }: Pick<ResolvedOptions, "deltaStrategy" | "enableCompression">,
  text: Buffer,
  next: Buffer | undefined,
): Promise<Encoded> {
  const plain: Encoded = { encoding: Encoding.PLAIN, value: text, size: text.length };
  // A structural difference of so large a text is none.
  if (deltaStrategy === "none" || !enableCompression) return plain;
  const dictionary = deltaStrategy === "compress" || deltaStrategy === "dict" ? undefined : next;
  const value = await compressBeside(text, {
    chunkSize: AT_ONCE,
    pledgedSrcSize: text.length,
    ...(dictionary === undefined
      ? ZSTD
      : { params: paramsBeside(text.length, dictionary.length), dictionary }),
  });
  const encoded = bytes(dictionary === undefined ? Encoding.ZSTD : Encoding.ZSTD_NEXT, value);
  return encoded.size < text.length ? encoded : plain;
}

function structural(text: string, next: string, compress: boolean): Encoded | undefined {
  const delta = structuralDelta(text, next);
  if (delta === undefined) return undefined;
  const plain: Encoded = { encoding: Encoding.STRUCTURAL, value: delta, size: Buffer.byteLength(delta) };
  if (!compress || plain.size < WORTH_ENCODING) return plain;
  const deflated = bytes(Encoding.STRUCTURAL_DEFLATE, deflateRawSync(delta));
  return deflated.size < plain.size ? deflated : plain;
}

function bytes(encoding: number, value: Uint8Array): Encoded {
  return { encoding, value, size: value.length };
}
