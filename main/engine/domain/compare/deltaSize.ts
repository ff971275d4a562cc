import { zstdCompressSync } from "node:zlib";
import { encode } from "../../delta/encode.ts";
import type { ResolvedOptions } from "../../options.ts";

/** Characters of values that are compressed together: half of zstd's window at its usual level. */
const BATCH = 1_000_000;

/**
 * How many bytes values take under a store's delta strategy. Where that is compression they are compressed together:
 * one by one the compressor's own start costs several times what everything else of a comparison does.
 */
export class DeltaSize {
  readonly #options: Pick<ResolvedOptions, "deltaStrategy" | "enableCompression">;
  #bytes = 0;
  #texts: string[] = [];
  #bases: string[] = [];
  #waiting = 0;

  constructor(options: Pick<ResolvedOptions, "deltaStrategy" | "enableCompression">) {
    this.#options = options;
  }

  /** Counts a value, told from `base` where the strategy does that; without a base it stands by itself. */
  add(text: string, base: string | undefined): void {
    const { deltaStrategy, enableCompression } = this.#options;
    if (deltaStrategy === "none" || deltaStrategy === "dict" || !enableCompression) {
      this.#bytes += encode(this.#options, text, base).size;
      return;
    }
    this.#texts.push(text);
    if (base !== undefined && deltaStrategy !== "compress") this.#bases.push(base);
    this.#waiting += text.length;
    if (this.#waiting >= BATCH) this.#compress();
  }

  /** Bytes of all that were added. */
  total(): number {
    if (this.#waiting > 0) this.#compress();
    return this.#bytes;
  }

  #compress(): void {
    const texts = Buffer.from(this.#texts.join("\n"));
    const dictionary = Buffer.from(this.#bases.join("\n"));
    this.#bytes += Math.min(texts.length, zstdCompressSync(texts, { dictionary }).length);
    this.#texts = [];
    this.#bases = [];
    this.#waiting = 0;
  }
}
