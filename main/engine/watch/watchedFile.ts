import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { constants, type Stats, unwatchFile, watchFile } from "node:fs";
import { lstat, mkdir, open, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { JsonSyntaxError } from "../../../shared/json/index.ts";
import { StorageError } from "../errors.ts";
import { openOutput } from "../transfer/wholeFile.ts";
import { type FileState, NO_ENTRIES, stateOf } from "./fileState.ts";

/** The content of a watched file. */
export type FileContent =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly text: string; readonly state: FileState }
  | { readonly kind: "other"; readonly problem: NotJson };

/** A content that a store can follow. */
export type Understood = Exclude<FileContent, { readonly kind: "other" }>;

/** Why a file's content is not JSON. */
export interface NotJson {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The most bytes of a watched file. */
const MAX_BYTES = 256 * 1024 * 1024;

/** How a symbolic link in place of a file is treated: followed to its target, an error, or as no file. */
export type Links = "follow" | "refuse" | "skip";

/** Only a path that was a link when it was bound is followed. */
export const linksOf = ({ isLink }: { readonly isLink: boolean }): Links => (isLink ? "follow" : "refuse");

/**
 * The bytes of a regular file; null if the file or its folder does not exist. Only a regular file is ever opened,
 * because reading a pipe or a device may never end.
 *
 * @throws {StorageError} for anything but a regular file of at most 256 MiB.
 */
export async function readRegular(path: string, links: Links = "follow"): Promise<Buffer | null> {
  try {
    const found = await (links === "follow" ? stat : lstat)(path);
    if (links === "skip" && found.isSymbolicLink()) return null;
    assertRegular(path, found);
    const noFollow = links === "follow" ? 0 : (constants.O_NOFOLLOW ?? 0);
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | noFollow);
    try {
      // Another file may have replaced it meanwhile.
      assertRegular(path, await handle.stat());
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (code === "ELOOP" && links !== "follow") {
      // It became a link after it was looked at.
      const now = await lstat(path);
      if (links === "skip" && now.isSymbolicLink()) return null;
      assertRegular(path, now);
    }
    throw error;
  }
}

/**
 * The same for a file that is about to be bound, with whether its name is a link. What is read is what that was asked of:
 * a file that becomes a link in the same instant is refused.
 */
export async function readToBind(
  path: string,
): Promise<{ readonly bytes: Buffer | null; readonly isLink: boolean }> {
  const isLink = (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  return { isLink, bytes: await readRegular(path, isLink ? "follow" : "refuse") };
}

function assertRegular(path: string, found: Stats): void {
  const name = basename(path);
  if (found.isSymbolicLink()) {
    throw new StorageError(
      `${name} is a link now, and was a file of its own when it was bound to the store. Nothing is read or written through it. Put the file back, or bind the store to it again.`,
      { path },
    );
  }
  if (!found.isFile()) {
    throw new StorageError(
      `${name} is ${kindOf(found)}. Only a regular file can be watched. Choose another file.`,
      { path },
    );
  }
  if (found.size > MAX_BYTES) {
    throw new StorageError(
      `${name} has ${found.size} bytes, and a watched file at most ${MAX_BYTES}. Import it instead.`,
      { path },
    );
  }
}

/** @throws {StorageError} for a content that is more than could be read again. */
export function assertWatchable(path: string, bytes: Uint8Array): void {
  if (bytes.length <= MAX_BYTES) return;
  throw new StorageError(
    `${basename(path)} would have ${bytes.length} bytes, and a watched file at most ${MAX_BYTES}. It stays as it was, and is written once the store is smaller.`,
    { path },
  );
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  return found.isSocket() ? "a socket" : "a device";
}

/** The content of these bytes. */
export function contentIn(bytes: Buffer | null): FileContent {
  if (bytes === null) return { kind: "none" };
  // If bytes that are not UTF-8 were decoded, they would be written back as other bytes.
  if (!isUtf8(bytes)) return { kind: "other", problem: { message: "The text is not in UTF-8." } };
  const text = bytes.toString("utf8");
  try {
    return { kind: "json", text, state: stateOf(text) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { message, line, column } = error;
    return { kind: "other", problem: { message, line, column } };
  }
}

export function stateIn(content: Understood): FileState {
  return content.kind === "none" ? NO_ENTRIES : content.state;
}

/** SHA-256 of a file's bytes; null when there is no file. */
export function hashOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : createHash("sha256").update(bytes).digest("hex");
}

/** Milliseconds until an unreadable file is read again. */
const RETRY = 100;
/** Milliseconds for which a missing file counts as being replaced. */
const ABSENCE = 250;

export interface Waiting {
  /** Whether the store already has the content with this hash. */
  readonly isKnown: (hash: string | null) => boolean;
  /** Milliseconds for which a file that is not JSON counts as half-written. */
  readonly patience: number;
  /** Whether the time is up. */
  readonly isOver: () => boolean;
  readonly links: Links;
}

/** A file's content once it is stable. */
export interface StableContent {
  readonly content: FileContent;
  readonly hash: string | null;
  readonly bytes: Buffer | null;
}

/**
 * Waits until a file is JSON, within limits: a file that is being written is not JSON yet, and some programs save by
 * moving the old file away first. Null if it has no new content.
 *
 * @param found The present content of the file.
 */
export async function waitUntilStable(
  path: string,
  found: Buffer | null,
  { isKnown, patience, isOver, links }: Waiting,
): Promise<StableContent | null> {
  let bytes = found;
  const start = performance.now();
  let goneSince = start;
  for (;;) {
    const hash = hashOf(bytes);
    if (isKnown(hash)) return null;
    const content = contentIn(bytes);
    const now = performance.now();
    if (content.kind !== "none") goneSince = now;
    const until = { json: now, none: goneSince + ABSENCE, other: start + patience }[content.kind];
    if (now >= until || isOver()) return { content, hash, bytes };
    await sleep(RETRY);
    bytes = await readRegular(path, links);
  }
}

/** Reports changes of a file by the system, until the returned function is called. Rejects if the system cannot. */
export type SystemEvents = (
  path: string,
  listener: { readonly changed: () => void; readonly failed: (error: unknown) => void },
) => Promise<() => Promise<void>>;

const systemEvents: SystemEvents = async (path, { changed, failed }) => {
  // Loaded on demand: only a process that watches a file needs it.
  const { watch } = await import("chokidar");
  const events = watch(path, { ignoreInitial: true }).on("all", changed);
  try {
    await new Promise<void>((resolve, reject) => {
      events.once("ready", () => resolve()).once("error", reject);
    });
  } catch (error) {
    await events.close();
    throw error;
  }
  events.on("error", failed);
  return () => events.close();
};

/** Milliseconds between polls of the file's date: in addition to the system's reports, and instead of them. */
const POLL = { beside: 1000, instead: 250 };

export interface FileListener {
  readonly changed: () => void;
  /** The system cannot report changes (any more), so the file's date is polled more often. */
  readonly polling: (reason: string) => void;
}

/**
 * Reports when a file was changed, replaced, deleted or created, until the returned function is called. The system
 * reports at once. Polling the file's date finds the changes that the system does not report: after a folder was
 * deleted and created again, of a link's target, on a network drive, or without free watches.
 */
export async function onFileChange(
  path: string,
  { changed, polling }: FileListener,
  events: SystemEvents = systemEvents,
): Promise<() => Promise<void>> {
  const compared = () => changed();
  const poll = (interval: number) => {
    unwatchFile(path, compared);
    // Without the system's reports nothing else keeps a process alive that only watches.
    watchFile(path, { interval, persistent: interval === POLL.instead }, compared);
  };
  let stopEvents = async () => {};
  const pollInstead = (error: unknown) => {
    const stop = stopEvents;
    stopEvents = async () => {};
    poll(POLL.instead);
    polling((error as Error).message);
    void stop();
  };
  poll(POLL.beside);
  try {
    stopEvents = await events(path, { changed, failed: pollInstead });
  } catch (error) {
    pollInstead(error);
  }
  return async () => {
    unwatchFile(path, compared);
    await stopEvents();
  };
}

/** Keeps content that is not JSON in the store's folder before it is overwritten, because it may be the only copy. */
export async function quarantine(store: string, name: string, bytes: Buffer, now: number): Promise<void> {
  const directory = join(store, "rejected");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replaceAll(":", "-");
  const file = await openOutput(join(directory, `${stamp} ${name}`), { private: true });
  try {
    await file.writeBytes(bytes);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
