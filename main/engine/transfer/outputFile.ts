/** Characters gathered before they are written. */
const BUFFERED = 1 << 18;

/** Where an export goes: text and bytes in their order, ended by `finish` or by `discard`. */
export abstract class OutputFile {
  #parts: string[] = [];
  #length = 0;
  #bytes = 0;

  /** UTF-8 bytes written so far, without those that are still gathered. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds text. True when so much is gathered that the caller should wait for `flush`. */
  add(text: string): boolean {
    this.#parts.push(text);
    this.#length += text.length;
    return this.#length >= BUFFERED;
  }

  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.put(bytes);
    this.#bytes += bytes.length;
  }

  async flush(): Promise<void> {
    if (this.#parts.length === 0) return;
    const bytes = Buffer.from(this.#parts.join(""), "utf8");
    this.dropGathered();
    await this.put(bytes);
    this.#bytes += bytes.length;
  }

  /** Ends the file. Gives its size in bytes. */
  abstract finish(): Promise<number>;

  /** Gives the file up. */
  abstract discard(): Promise<void>;

  protected abstract put(bytes: Uint8Array): Promise<void>;

  protected dropGathered(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
