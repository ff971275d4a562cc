import { equalJson } from "../../../shared/json/index.ts";
import { aroundDifference } from "./aroundDifference.ts";
import { surelyDiffers } from "./surelyDiffers.ts";

/** The smallest buffer whose memory is released at once. */
const WORTH_RELEASING = 64 * 1024;

/**
 * A text as a string, as UTF-8, or as both: each is made from the other once, on first use. Texts decoded along a chain
 * stay in UTF-8 until its end.
 */
export class StoredText {
  #text: string | undefined;
  #bytes: Buffer | undefined;

  constructor(of: string | Buffer) {
    if (typeof of === "string") this.#text = of;
    else this.#bytes = of;
  }

  get text(): string {
    this.#text ??= (this.#bytes as Buffer).toString();
    return this.#text;
  }

  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.#text as string);
    return this.#bytes;
  }

  /** The existing form; UTF-8 if both exist. */
  get asItIs(): string | Buffer {
    return this.#bytes ?? (this.#text as string);
  }

  /** Bytes of UTF-8. */
  get size(): number {
    return this.#bytes?.length ?? Buffer.byteLength(this.#text as string);
  }

  /** The first UTF-16 units, or all if there are fewer. */
  head(units: number): string {
    if (this.#text !== undefined) return this.#text.slice(0, units);
    // A unit takes at most three bytes, and the last character may be cut.
    return (this.#bytes as Buffer)
      .subarray(0, 3 * units + 3)
      .toString()
      .slice(0, units);
  }

  /** Whether both have the same value, also in another notation (rule V6); texts without white space. */
  saysTheSame(other: StoredText): boolean {
    if (this.equals(other)) return true;
    const [a, b] = [this.#bytes, other.#bytes];
    const pair =
      a === undefined || b === undefined ? ([this.text, other.text] as const) : aroundDifference(a, b);
    return !surelyDiffers(pair[0], pair[1]) && equalJson(this.text, other.text);
  }

  equals(other: StoredText): boolean {
    if (this.#bytes !== undefined && other.#bytes !== undefined) return this.#bytes.equals(other.#bytes);
    return this.text === other.text;
  }

  /**
   * Releases the memory of long UTF-8. It is outside the heap, so without this V8 would collect the whole heap for
   * every few long values. Afterwards only a form that was already made may be used.
   */
  release(): void {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    if (bytes === undefined || bytes.length < WORTH_RELEASING) return;
    const { buffer, byteOffset, length } = bytes;
    // Only if no other buffer shares its memory.
    const own = byteOffset === 0 && buffer.byteLength < 2 * length;
    if (own && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}
