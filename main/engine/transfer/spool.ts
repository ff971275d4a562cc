import { constants, createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ImportError } from "../errors.ts";
import { makeTemporaryFolder } from "../temporaryFolder.ts";
import { unreadable } from "./fileText.ts";
import { resolveTarget, type Target } from "./target.ts";

/** The most bytes read from a pipe or a device. */
const MAX_SPOOLED = 4 * 1024 ** 3;

/** Milliseconds until an empty pipe is read again. */
const RETRY = 10;

/**
 * Calls `run` with the path of a file that can be read more than once, because an import reads twice. A pipe, a device
 * or an open descriptor is first copied to a temporary file.
 *
 * @throws {ImportError} if it cannot be read, or gives more than 4 GiB.
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
  const folder = makeTemporaryFolder("strata-");
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
    // The reader reports a path that cannot be examined, except a descriptor that is not open.
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

/** An open descriptor: a pipe reports its end itself. */
function opened(
  { descriptor, stats }: Extract<Source, { readonly kind: "descriptor" }>,
  signal: AbortSignal | undefined,
): AsyncIterable<Buffer> {
  return stats.isFIFO() || stats.isSocket()
    ? new Socket({ fd: descriptor, readable: true, writable: false, ...(signal && { signal }) })
    : createReadStream("", { fd: descriptor, autoClose: false, signal });
}

/**
 * Reads a named pipe or a device without blocking in a system call, which could not be cancelled. A pipe without a
 * writer looks like one at its end. It has ended only after data arrived, or after a writer was seen.
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
