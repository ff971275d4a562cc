import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Revision } from "../../../shared/model/index.ts";
import { writeWhole } from "../transfer/wholeFile.ts";
import type { SnapshotRule } from "./rule.ts";

/** Where a store keeps to which file it is tied. */
const TIE_FILE = "watch.json";

/** What ties a store to a file. */
export interface Tie {
  /** Absolute. */
  readonly file: string;
  readonly rule: SnapshotRule;
  /** SHA-256 of the content that file and store last had in common; null when there was no file. */
  readonly content: string | null;
  /** The store's revision then. */
  readonly revision: Revision;
}

/** The tie of the store in this directory; null when it has none. */
export async function readTie(directory: string): Promise<Tie | null> {
  try {
    const tie = JSON.parse(await readFile(join(directory, TIE_FILE), "utf8")) as Tie;
    return typeof tie.file === "string" && typeof tie.rule?.kind === "string" ? tie : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function writeTie(directory: string, tie: Tie): Promise<void> {
  await writeWhole(join(directory, TIE_FILE), `${JSON.stringify(tie, null, 2)}\n`);
}

export async function removeTie(directory: string): Promise<void> {
  await rm(join(directory, TIE_FILE), { force: true });
}
