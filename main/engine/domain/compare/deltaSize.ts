import { zstdCompressSync } from "node:zlib";
import { encode } from "../../delta/encode.ts";
import type { ResolvedOptions } from "../../options.ts";

/** Characters of values compressed together: half of zstd's window at its usual level. */
const BATCH = 1_000_000;

/**
 * The number of bytes of values under a store's delta strategy. A compressing strategy compresses them together here:
 * one by one, starting the compressor costs several times as much as the rest of a comparison.
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

  /** Adds a value, as a delta from `base` if the strategy does that; without a base as a full version. */
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

  /** The total number of bytes. */
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
