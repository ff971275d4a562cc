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
}
