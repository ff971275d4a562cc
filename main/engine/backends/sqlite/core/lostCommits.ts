import type { Revision } from "../../../../../shared/model/index.ts";
import type { LostCommits } from "../../../persistence.ts";
import type { Mark } from "../storage/highWaterMark.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { WriteStatements } from "../storage/writeStatements.ts";
import type { Head } from "./head.ts";
import { isCount, wrongNote } from "./notes.ts";

/** The name in `meta` of the last loss, and of the lost revisions before it. */
const LAST_TIME = "lost";
const EARLIER = "lost_earlier";

/**
 * Compares the mark with the store. A loss is recorded, so that it is reported at every opening and the lost numbers
 * are not reused.
 */
export function noticeLoss(
  read: ReadStatements,
  write: WriteStatements,
  head: Head,
  marked: Mark,
): LostCommits | null {
  const known = lastTime(read.meta);
  const revisions = missing(head.revision, known?.revisions, marked.revision);
  const snapshotChanges = missing(head.snapshotChanges, known?.snapshotChanges, marked.snapshotChanges);
  if (revisions === null && snapshotChanges === null) return known;
  const lost: LostCommits = {
    revisions: revisions ?? known?.revisions ?? null,
    snapshotChanges: snapshotChanges ?? known?.snapshotChanges ?? null,
    noticedAt: new Date().toISOString(),
  };
  if (revisions !== null && known?.revisions)
    write.setMeta.run(EARLIER, JSON.stringify([...earlier(read.meta), known.revisions]));
  write.setMeta.run(LAST_TIME, JSON.stringify(lost));
  return lost;
}

/** The numbers of all lost revisions, which the revision log does not contain. */
export function lostNumbers(meta: ReadStatements["meta"]): Numbers<Revision>[] {
  const known = lastTime(meta);
  return [...earlier(meta), ...(known?.revisions ? [known.revisions] : [])];
}

function lastTime(meta: ReadStatements["meta"]): LostCommits | null {
  return noted(meta, LAST_TIME, isLostCommits);
}

function earlier(meta: ReadStatements["meta"]): Numbers<Revision>[] {
  return noted(meta, EARLIER, isListOfNumbers) ?? [];
}

/** @throws {DataIntegrityError} if the record is damaged. */
function noted<Note>(
  meta: ReadStatements["meta"],
  name: string,
  isRight: (note: unknown) => note is Note,
): Note | null {
  const text = meta.get(name);
  if (text === undefined) return null;
  let note: unknown;
  try {
    note = JSON.parse(String(text));
  } catch (cause) {
    throw wrongNote(name, text, cause);
  }
  if (!isRight(note)) throw wrongNote(name, text);
  return note;
}

function isLostCommits(note: unknown): note is LostCommits {
  const { revisions, snapshotChanges, noticedAt } = (note ?? {}) as Partial<LostCommits>;
  return (
    (revisions === null || isNumbers(revisions)) &&
    (snapshotChanges === null || isNumbers(snapshotChanges)) &&
    typeof noticedAt === "string" &&
    !Number.isNaN(Date.parse(noticedAt))
  );
}

function isListOfNumbers(note: unknown): note is Numbers<Revision>[] {
  return Array.isArray(note) && note.every(isNumbers);
}

function isNumbers(note: unknown): note is Numbers<Revision> {
  const { from, to } = (note ?? {}) as Partial<Numbers<Revision>>;
  return isCount(from) && isCount(to) && from <= to;
}

interface Numbers<Of extends number> {
  readonly from: Of;
  readonly to: Of;
}

/** The marked numbers that are missing, unless already known; null if there are none. */
function missing<Of extends Revision | number>(
  newest: Of,
  known: Numbers<Of> | null | undefined,
  marked: Of,
): Numbers<Of> | null {
  return marked > newest && marked > (known?.to ?? 0) ? { from: (newest + 1) as Of, to: marked } : null;
}
