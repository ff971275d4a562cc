import type { Readable, Writable } from "node:stream";
import { textFor } from "./printable.ts";

/** Where a command reads from and writes to. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The directory that relative paths are from. */
  readonly directory: string;
  /** Fires when the person stops the command. */
  readonly signal: AbortSignal;
}

/** Writes a line, safe where the stream is a terminal, and waits while the reader of a pipe is slower. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  await write(stream, textFor(stream, `${line}\n`));
}

/** Writes text as it is. */
export async function write(stream: Writable, text: string | Uint8Array): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error) => {
      stream.off("drain", settle);
      stream.off("error", settle);
      stream.off("close", settle);
      if (error) reject(error);
      else resolve();
    };
    stream.once("drain", () => settle());
    stream.once("close", () => settle());
    stream.once("error", settle);
  });
}

/** All of a stream as UTF-8. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return Buffer.concat(chunks).toString("utf8");
}

/** Resolves when the person stops the command. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
