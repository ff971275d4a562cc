import { setTimeout as sleep } from "node:timers/promises";
import { contentIn, type FileContent, hashOf, readBytes } from "./fileContent.ts";

/** Milliseconds after which a file that can't be read is looked at again. */
const RETRY = 100;
/** Milliseconds for which a file that is not there is taken to be one that is just being replaced. */
const ABSENCE = 250;

export interface Waiting {
  /** True for the hash of what is in the store already. */
  readonly isKnown: (hash: string | null) => boolean;
  /** Milliseconds for which a file that is no JSON is taken to be half-written. */
  readonly patience: number;
  /** True when there is no time left. */
  readonly isOver: () => boolean;
}

/**
 * Waits until a file says something, as long as that may be: one that is just being written is no JSON yet, and some
 * programs save by moving the old file away first. Null when it says nothing new.
 *
 * @param found What was in the file just now.
 */
export async function waitOut(
  path: string,
  found: Buffer | null,
  { isKnown, patience, isOver }: Waiting,
): Promise<{ readonly content: FileContent; readonly hash: string | null } | null> {
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
    if (now >= until || isOver()) return { content, hash };
    await sleep(RETRY);
    bytes = await readBytes(path);
  }
}
