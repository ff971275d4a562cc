import { isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { reasonOf } from "../../../shared/model/index.ts";
import { ImportError } from "../errors.ts";
import type { Place } from "./place.ts";

/** Bytes read at once: few enough that V8 keeps their text among its short-lived objects. */
export const CHUNK = 1 << 16;

/** A file as text, chunk by chunk, each checked to be UTF-8. A byte order mark at the start is dropped. */
export class FileText {
  /** The file's name for people. */
  readonly name: string;
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(CHUNK);
  /** Bytes of a character that continues in the next chunk. */
  #pending = 0;
  #position = 0;

  private constructor(handle: FileHandle, name: string, size: number) {
    this.#handle = handle;
    this.name = name;
    this.size = size;
  }

  /**
   * @param name The file's name in messages; default: the last part of its path.
   * @throws {ImportError} if the file cannot be read.
   */
  static async open(path: string, name = basename(path)): Promise<FileText> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, "r");
      const stat = await handle.stat();
      if (stat.isDirectory()) {
        throw new ImportError(`Can't import ${name}: it is a folder. Choose a file.`, { path: name });
      }
      return new FileText(handle, name, stat.size);
    } catch (cause) {
      await handle?.close();
      if (cause instanceof ImportError) throw cause;
      throw new ImportError(`Can't import ${name}: ${unreadable(cause)}`, { path: name, cause });
    }
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /**
   * The next chunk, or null at the end.
   *
   * @param placeOf Returns the place of an offset in this chunk's text, for the error.
   * @throws {ImportError} for bytes that are not UTF-8.
   */
  async read(placeOf: (chunk: string) => Place): Promise<string | null> {
    const first = this.#position === 0;
    const { bytesRead } = await this.#read();
    const length = this.#pending + bytesRead;
    this.#position += bytesRead;
    if (length === 0) return null;
    const bytes = this.#buffer.subarray(0, length);
    if (first) this.#refuseOtherEncodings(bytes);
    const whole = bytesRead === 0 ? length : length - unfinishedTail(bytes);
    const chunk = bytes.subarray(0, whole);
    if (!isUtf8(chunk)) {
      const place = placeOf(chunk.subarray(0, firstInvalid(chunk)).toString("utf8"));
      throw new ImportError(
        `Can't import ${this.name}, line ${place.line}, column ${place.column}: the bytes here are not UTF-8. Save the file as UTF-8 and try again.`,
        { path: this.name, ...place },
      );
    }
    const text = chunk.toString("utf8");
    this.#buffer.copy(this.#buffer, 0, whole, length);
    this.#pending = length - whole;
    return first && text.startsWith("\ufeff") ? text.slice(1) : text;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #read(): Promise<{ bytesRead: number }> {
    try {
      return await this.#handle.read(this.#buffer, this.#pending, CHUNK - this.#pending, null);
    } catch (cause) {
      throw new ImportError(`Can't import ${this.name}: ${unreadable(cause)}`, { path: this.name, cause });
    }
  }

  #refuseOtherEncodings(bytes: Buffer): void {
    const [a = 0, b = 0, c = 0] = bytes;
    const what =
      (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
        ? "it is UTF-16 text. Save it as UTF-8 and try again."
        : a === 0x1f && b === 0x8b
          ? "it is compressed by gzip and not a Strata bundle. Unpack it first."
          : a === 0x50 && b === 0x4b && c === 0x03
            ? "it is a ZIP archive. Unpack it first."
            : null;
    if (what !== null) throw new ImportError(`Can't import ${this.name}: ${what}`, { path: this.name });
  }
}

/** The number of bytes at the end that begin an incomplete character. */
function unfinishedTail(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return lengthFromLead(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function lengthFromLead(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

/** The offset of the first byte that is not part of a UTF-8 character. */
function firstInvalid(bytes: Buffer): number {
  let start = 0;
  // A line break is a boundary between characters, so only the first invalid line is examined byte by byte.
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  while (start < bytes.length) {
    const length = lengthFromLead(bytes[start] ?? 0);
    if (!isUtf8(bytes.subarray(start, start + length))) return start;
    start += length;
  }
  return start;
}

/** The meaning of a failed read for people. */
export function unreadable(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "there is no such file.";
  if (code === "EACCES" || code === "EPERM") return "this account may not read it.";
  if (code === "EISDIR") return "it is a folder. Choose a file.";
  return reasonOf(cause);
}
