import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip, type Gunzip } from "node:zlib";
import { JsonSyntaxError, memberOf, minify, typeOf } from "../../../../shared/json/index.ts";
import type { JsonText } from "../../../../shared/model/index.ts";
import { reasonOf } from "../../../../shared/model/index.ts";
import { ImportError } from "../../errors.ts";

/** The most bytes of one line, and the output after which its ratio to the input is checked. */
const MAX_LINE = 512 << 20;
const FREE = 256 << 20;

/** The most bytes that one byte of the file may become. Real data stays below 100. */
const MAX_RATIO = 200;

/** The lines of a bundle, checked as they are read: gzip, UTF-8, JSON, and at the end their count and hash. */
export class BundleReader {
  readonly #path: string;
  readonly #name: string;
  #bytes = 0;
  #line = 0;

  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
  }

  /** Bytes of the file read so far. */
  get position(): number {
    return this.#bytes;
  }

  /** Every line before the last, without white space. @throws {ImportError} */
  async *lines(): AsyncGenerator<JsonText, void, void> {
    const hash = createHash("sha256");
    let last: Buffer | null = null;
    for await (const line of this.#rawLines()) {
      if (last !== null) {
        hash.update(last).update("\n");
        yield this.#parse(last);
      }
      last = line;
    }
    if (last === null) throw this.error("it is empty");
    const end = memberOf(this.#parse(last), "end");
    if (end === undefined) throw this.error("it is cut short: its last line is missing");
    const sha256 = JSON.stringify(hash.digest("hex"));
    if (memberOf(end, "lines") !== String(this.#line - 1) || memberOf(end, "sha256") !== sha256) {
      throw this.error("its content does not match its checksum");
    }
  }

  error(reason: string, cause?: unknown): ImportError {
    return new ImportError(`Can't import ${this.#name}: ${reason}. Nothing was changed.`, {
      path: this.#name,
      line: this.#line === 0 ? undefined : this.#line,
      cause,
    });
  }

  #parse(bytes: Buffer): JsonText {
    this.#line += 1;
    if (!isUtf8(bytes)) throw this.error(`line ${this.#line} is not UTF-8`);
    try {
      const text = minify(bytes.toString("utf8"));
      if (typeOf(text) === "object") return text;
    } catch (cause) {
      if (cause instanceof JsonSyntaxError) throw this.error(`line ${this.#line}: ${cause.message}`, cause);
      throw cause;
    }
    throw this.error(`line ${this.#line}: Expected an object`);
  }

  async *#rawLines(): AsyncGenerator<Buffer> {
    const file = createReadStream(this.#path, { highWaterMark: 1 << 18 });
    const gunzip = createGunzip();
    file.on("error", (error) => gunzip.destroy(error));
    let parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
        this.#refuseBomb(gunzip, chunk.length);
        let start = 0;
        for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
          parts.push(chunk.subarray(start, end));
          yield parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
          parts = [];
          length = 0;
          start = end + 1;
        }
        parts.push(chunk.subarray(start));
        length += chunk.length - start;
        if (length > MAX_LINE) throw this.error("one of its lines is longer than 512 MiB");
      }
    } catch (cause) {
      throw cause instanceof ImportError ? cause : this.error(unreadable(cause), cause);
    } finally {
      file.destroy();
      gunzip.destroy();
    }
    if (length > 0) throw this.error("it is cut short in the middle of a line");
  }

  #out = 0;

  #refuseBomb(gunzip: Gunzip, bytes: number): void {
    this.#out += bytes;
    this.#bytes = gunzip.bytesWritten;
    if (this.#out > FREE && this.#out > MAX_RATIO * this.#bytes) {
      throw this.error(`it unpacks to more than ${MAX_RATIO} times its size, which real data does not`);
    }
  }
}

function unreadable(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "Z_BUF_ERROR") return "it is cut short";
  if (typeof code === "string" && code.startsWith("Z_")) return "it is not a Strata bundle, or damaged";
  return reasonOf(cause);
}
