import { constants, createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ImportError } from "../errors.ts";
import { unreadable } from "./fileText.ts";
import { resolveTarget, type Target } from "./target.ts";

/** Bytes that a pipe or a device may give at most. */
const MAX_SPOOLED = 4 * 1024 ** 3;

/** Milliseconds after which a pipe that has nothing to read is tried again. */
const RETRY = 10;

/**
 * Runs with the path of a file that can be read more than once, which an import does: a pipe, a device, or what this
 * process has open, is gathered in a temporary file first.
 *
 * @throws {ImportError} when it can't be read, or gives more than 4 GiB.
 */
export async function withSpooled<Result>(
  path: string,
  name: string,
  signal: AbortSignal | undefined,
  run: (path: string) => Promise<Result>,
): Promise<Result> {
  const target = await readable(path, name);
  if (target.kind === "file") return run(path);
  if (target.kind === "other") {
    throw new ImportError(`Can't import ${name}: it is ${target.what}. Choose a file.`, { path: name });
  }
  const folder = await mkdtemp(join(tmpdir(), "strata-"));
  try {
    const spooled = join(folder, "input");
    await gather(target, spooled, name, signal);
    return await run(spooled);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Source = Extract<Target, { readonly kind: "descriptor" | "stream" }>;

async function readable(path: string, name: string): Promise<Target> {
  try {
    return await resolveTarget(resolve(path));
  } catch (cause) {
    // What a path that can't be looked at means, the reader says, but for a number that is not open.
    if ((cause as NodeJS.ErrnoException).code !== "EBADF") return { kind: "file", path, stats: null };
    throw new ImportError(`Can't import ${name}: it is not open for reading.`, { path: name, cause });
  }
}

async function gather(
  source: Source,
  spooled: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = await open(spooled, "wx", 0o600);
  let bytes = 0;
  try {
    for await (const chunk of source.kind === "stream" ? chunksOf(source, signal) : opened(source, signal)) {
      bytes += chunk.length;
      if (bytes > MAX_SPOOLED) {
        throw new ImportError(`Can't import ${name}: it gives more than 4 GiB. Put it into a file first.`, {
          path: name,
        });
      }
      await file.writeFile(chunk);
    }
  } catch (cause) {
    if (cause instanceof ImportError || signal?.aborted === true) throw cause;
    throw new ImportError(`Can't import ${name}: ${unreadable(cause)}`, { path: name, cause });
  } finally {
    await file.close();
  }
}

/** What is open already: a pipe says by itself when it ends. */
function opened(
  { descriptor, stats }: Extract<Source, { readonly kind: "descriptor" }>,
  signal: AbortSignal | undefined,
): AsyncIterable<Buffer> {
  return stats.isFIFO() || stats.isSocket()
    ? new Socket({ fd: descriptor, readable: true, writable: false, ...(signal && { signal }) })
    : createReadStream("", { fd: descriptor, autoClose: false, signal });
}

/**
 * Reads a pipe with a name, or a device, without ever waiting inside a call of the system, which could not be cancelled.
 * A pipe that nobody writes to yet looks like one at its end: that it has ended is known after something came, or after
 * it was seen with a writer.
 */
async function* chunksOf(
  { path, stats }: Extract<Source, { readonly kind: "stream" }>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    let connected = !stats.isFIFO();
    for (;;) {
      signal?.throwIfAborted();
      const chunk = Buffer.allocUnsafe(1 << 16);
      const count = await handle.read(chunk, 0, chunk.length, null).then(
        ({ bytesRead }) => bytesRead,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== "EAGAIN") throw error;
          connected = true;
          return null;
        },
      );
      if (count !== null && count > 0) {
        connected = true;
        yield chunk.subarray(0, count);
      } else if (count === 0 && connected) return;
      else await sleep(RETRY);
    }
  } finally {
    await handle.close();
  }
}
