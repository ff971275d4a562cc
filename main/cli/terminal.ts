import { isUtf8 } from "node:buffer";
import type { Readable, Writable } from "node:stream";
import { InvalidValueError } from "../engine/errors.ts";
import { textFor } from "./printable.ts";

/** The input and output of a command. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, the base of relative paths; null if it was deleted or its name is not UTF-8. */
  readonly directory: string | null;
  /** Which part of the command line is not UTF-8, in words; null or absent if all is. */
  readonly notUtf8?: string | null;
  /** Aborted when the person stops the command. */
  readonly signal: AbortSignal;
}

/** Stdout or stderr cannot be written: the disk is full, the terminal is closed. */
export class OutputError extends Error {
  override readonly name = "OutputError";
  readonly code = "STORAGE";

  constructor(cause: Error) {
    super(`The output could not be written: ${cause.message}.`, { cause });
  }
}

/** A closed pipe is passed on unchanged: its reader stopped reading. */
function outputError(error: Error): Error {
  return error instanceof OutputError || ("code" in error && error.code === "EPIPE")
    ? error
    : new OutputError(error);
}

/** Writes a line, safely on a terminal, and waits for a slow reader. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  await write(stream, textFor(stream, `${line}\n`));
}

export async function write(stream: Writable, text: string | Uint8Array): Promise<void> {
  if (writeNow(stream, text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error) => {
      stream.off("drain", settle);
      stream.off("error", settle);
      stream.off("close", settle);
      if (error) reject(outputError(error));
      else resolve();
    };
    stream.once("drain", () => settle());
    stream.once("close", () => settle());
    stream.once("error", settle);
  });
}

/** Writes without waiting: false if the reader is slower. */
export function writeNow(stream: Writable, text: string | Uint8Array): boolean {
  if (stream.errored) throw outputError(stream.errored);
  try {
    return stream.write(text);
  } catch (error) {
    // Node writes to files synchronously, and throws.
    throw outputError(error as Error);
  }
}

/** Waits until everything is written. Rejects if something could not be. */
export async function flush(stream: Writable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (stream.errored) reject(outputError(stream.errored));
    else if (stream.writableLength === 0) resolve();
    else stream.write("", (error) => (error ? reject(outputError(error)) : resolve()));
  });
}

/**
 * The whole of a stream as UTF-8. @throws {InvalidValueError} for other bytes, which would be stored as different
 * characters.
 */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array | string));
  const bytes = Buffer.concat(chunks);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new InvalidValueError("The input from stdin is not UTF-8. Convert it first; nothing was changed.");
}

/** Resolves when the person stops the command. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
