import { diffWordsWithSpace } from "diff";

/** A stretch of two texts laid over each other. */
export interface Segment {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** More differing words than this, and a word diff tells a reader nothing. */
const MAX_EDITED_WORDS = 300;

/** Longest text, in UTF-16 units, that is compared word by word. */
const MAX_LENGTH = 20_000;

/** The least share of the longer text that has to be common, or the texts are shown one below the other. */
const MIN_COMMON_SHARE = 0.25;

/**
 * The two texts merged word by word; null when they are too long or have too little in common for that to help.
 * The segments without `added` give the first text, those without `removed` the second.
 */
export function wordDifference(before: string, after: string): Segment[] | null {
  if (before.length > MAX_LENGTH || after.length > MAX_LENGTH) return null;
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITED_WORDS });
  if (changes === undefined) return null;
  let common = 0;
  const segments = changes.map((change): Segment => {
    if (!change.added && !change.removed) common += change.value.length;
    return { kind: change.added ? "added" : change.removed ? "removed" : "same", text: change.value };
  });
  return common >= MIN_COMMON_SHARE * Math.max(before.length, after.length) ? segments : null;
}
