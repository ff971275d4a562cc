/** Characters buffered before they are written. */
const BUFFERED = 1 << 18;

/** The output of an export: text and bytes in order, ended by `finish` or `discard`. */
export abstract class OutputFile {
  #parts: string[] = [];
  #length = 0;
  #bytes = 0;

  /** UTF-8 bytes written so far, without buffered ones. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds text. True if the caller should wait for `flush`. */
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

  /** Ends the file. Returns its size in bytes. */
  abstract finish(): Promise<number>;

  /** Abandons the file. */
  abstract discard(): Promise<void>;

  protected abstract put(bytes: Uint8Array): Promise<void>;

  protected dropGathered(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
