import { constants, write } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { OutputFile } from "./outputFile.ts";
import type { Target } from "./target.ts";

/** Milliseconds until a pipe that is full or has no reader is tried again. */
const RETRY = 10;

/**
 * A pipe, a device, or an open file of this process: written directly, and never replaced. It never blocks in a system
 * call, which could not be cancelled.
 */
export class StreamOutput extends OutputFile {
  readonly #descriptor: number;
  readonly #handle: FileHandle | null;
  readonly #signal: AbortSignal | undefined;

  private constructor(descriptor: number, handle: FileHandle | null, signal: AbortSignal | undefined) {
    super();
    this.#descriptor = descriptor;
    this.#handle = handle;
    this.#signal = signal;
  }

  /** Opens it; a pipe as soon as it has a reader. */
  static async open(
    target: Extract<Target, { readonly kind: "descriptor" | "stream" }>,
    signal?: AbortSignal,
  ): Promise<StreamOutput> {
    if (target.kind === "descriptor") return new StreamOutput(target.descriptor, null, signal);
    for (;;) {
      signal?.throwIfAborted();
      try {
        const handle = await open(target.path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
        return new StreamOutput(handle.fd, handle, signal);
      } catch (error) {
        if (!target.stats.isFIFO() || (error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
        await sleep(RETRY);
      }
    }
  }

  override async finish(): Promise<number> {
    await this.flush();
    await this.#handle?.close();
    return this.bytes;
  }

  override async discard(): Promise<void> {
    this.dropGathered();
    await this.#handle?.close();
  }

  protected override async put(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      this.#signal?.throwIfAborted();
      done += await this.#write(bytes, done);
    }
  }

  /** Writes as much as is accepted. */
  async #write(bytes: Uint8Array, offset: number): Promise<number> {
    const written = await new Promise<number>((resolve, reject) => {
      write(this.#descriptor, bytes, offset, bytes.length - offset, null, (error, count) => {
        if (error === null) resolve(count);
        else if (error.code === "EAGAIN") resolve(0);
        else reject(error);
      });
    });
    if (written === 0) await sleep(RETRY);
    return written;
  }
}
