import { equalJson } from "../../../shared/json/index.ts";
import { aroundDifference } from "./aroundDifference.ts";
import { surelyDiffers } from "./surelyDiffers.ts";

/** Bytes from which on memory is given back at once. */
const WORTH_RELEASING = 64 * 1024;

/**
 * A text as a string, as its UTF-8, or as both: each is made of the other once, when it is first asked for. What is told
 * along a chain of values stays in UTF-8 until its end.
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

  /** Whichever is there; UTF-8 where both are. */
  get asItIs(): string | Buffer {
    return this.#bytes ?? (this.#text as string);
  }

  /** Bytes of UTF-8. */
  get size(): number {
    return this.#bytes?.length ?? Buffer.byteLength(this.#text as string);
  }

  /** So many UTF-16 units from the beginning, or all there are. */
  head(units: number): string {
    if (this.#text !== undefined) return this.#text.slice(0, units);
    // A unit takes three bytes at most, and the last character may be cut off.
    return (this.#bytes as Buffer)
      .subarray(0, 3 * units + 3)
      .toString()
      .slice(0, units);
  }

  /** Whether both are the same value, in the same words or in others (rule V6); texts without white space. */
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
   * Gives back the memory of a long UTF-8: it lies outside of the heap, so that to collect it by and by takes a walk through
   * all of the heap for every few long values. Nothing is asked of this afterwards but a text that was asked for before.
   */
  release(): void {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    if (bytes === undefined || bytes.length < WORTH_RELEASING) return;
    const { buffer, byteOffset, length } = bytes;
    // Nothing else has a part of it, then.
    const own = byteOffset === 0 && buffer.byteLength < 2 * length;
    if (own && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}
