import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { cutText } from "../../shared/model/index.ts";
import { answerJson, answerRefusal, answerText } from "./answer.ts";
import type { TemporaryFiles } from "./temporaryFiles.ts";

const LONGEST_NAME = 200;
const NO_PLACE = {
  status: 507,
  reason: "The disk has no space for temporary files. Free some and try again.",
};

/** Files in and out, by ticket: `POST /files`, `POST /downloads`, `GET /downloads/<ticket>`. */
export class TransferRoutes {
  readonly #files: TemporaryFiles;
  readonly #largest: number;

  /** @param largest Bytes of one uploaded file. */
  constructor(files: TemporaryFiles, largest: number) {
    this.#files = files;
    this.#largest = largest;
  }

  /** Writes the body to a file on disk, and answers with its ticket. */
  async upload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const name = fileName(url);
    const announced = Number(request.headers["content-length"] ?? 0);
    if (announced > this.#largest) return this.#tooLarge(response);
    const path = this.#files.newPath();
    if (path === null) return answerRefusal(response, NO_PLACE);
    const counted = new CountedBytes(this.#largest);
    try {
      await pipeline(request, counted, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true });
      if (counted.exceeded) return this.#tooLarge(response);
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
        return answerRefusal(response, NO_PLACE);
      }
      if (request.destroyed) return;
      throw error;
    }
    const { ticket } = await this.#files.add(path, name, "read");
    answerJson(response, { file: ticket, name, bytes: counted.bytes });
  }

  /** Issues a ticket to export to. */
  async prepareDownload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    request.resume();
    const path = this.#files.newPath();
    if (path === null) return answerRefusal(response, NO_PLACE);
    const { ticket } = await this.#files.add(path, fileName(url), "write");
    answerJson(response, { file: ticket });
  }

  /** Sends the exported file. */
  async download(response: ServerResponse, ticket: string): Promise<void> {
    const file = this.#files.find(ticket);
    const found = file && (await stat(file.path).catch(() => null));
    if (!file || !found) return answerText(response, 404, "This download no longer exists. Export again.");
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-length": found.size,
      "content-disposition": `attachment; filename*=UTF-8''${encodeRfc8187(file.name)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    try {
      await pipeline(createReadStream(file.path), response);
    } catch {
      // The browser has disconnected.
      response.destroy();
    }
  }

  #tooLarge(response: ServerResponse): void {
    const most = `${Math.floor(this.#largest / 1024 ** 2)} MiB`;
    answerRefusal(response, { status: 413, reason: `An uploaded file may have at most ${most}.` });
  }
}

/** Forwards and counts bytes, up to a limit. */
class CountedBytes extends Transform {
  readonly #limit: number;
  bytes = 0;
  exceeded = false;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void) {
    this.bytes += chunk.length;
    this.exceeded = this.bytes > this.#limit;
    if (this.exceeded) done(new Error("The file is too large."));
    else done(null, chunk);
  }
}

/** A file's name, for people. It is never part of a path here. */
function fileName(url: URL): string {
  const given = (url.searchParams.get("name") ?? "").toWellFormed();
  const name = cutText(given.replace(/[\p{Cc}\p{Cf}/\\]+/gu, "-").trim(), LONGEST_NAME);
  return name === "" ? "data.json" : name;
}

/** RFC 8187: escapes the characters that `encodeURIComponent` leaves but a header may not contain. */
function encodeRfc8187(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
