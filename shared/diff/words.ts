import { diffWordsWithSpace } from "diff";
import { boundaryBefore } from "../model/index.ts";

/** A part of two merged texts. For an omitted common part only the length is given. */
export type Segment =
  | { readonly kind: "same" | "added" | "removed"; readonly text: string }
  | { readonly kind: "omitted"; readonly text: ""; readonly length: number };

/** UTF-16 units shown at both ends of a long common part. */
const KEPT = 100;

/** A common part of up to this length is shown whole. */
const MAX_SAME = 400;

/** With more differing words than this, word marks do not help a reader. */
const MAX_EDITED_WORDS = 300;

/** The longest text, in UTF-16 units, that is compared word by word. */
const MAX_LENGTH = 20_000;

/** If the texts share less than this fraction of the longer one, they are shown one below the other. */
const MIN_COMMON_SHARE = 0.25;

/**
 * The two texts merged word by word; null if they are too long or have too little in common. The segments without
 * `added` give the first text, those without `removed` the second.
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

/** The same, without the middle of each long common part, and with the lengths omitted at both ends. */
export function withOmitted(
  segments: readonly Segment[],
  [before, after]: readonly [before: number, after: number],
): Segment[] {
  const shown = segments.flatMap((segment): Segment[] => {
    const { kind, text } = segment;
    if (kind !== "same" || text.length <= MAX_SAME) return [segment];
    const from = boundaryBefore(text, KEPT);
    const to = boundaryBefore(text, text.length - KEPT);
    return [{ kind, text: text.slice(0, from) }, omission(to - from), { kind, text: text.slice(to) }];
  });
  return [...(before > 0 ? [omission(before)] : []), ...shown, ...(after > 0 ? [omission(after)] : [])];
}

const omission = (length: number): Segment => ({ kind: "omitted", text: "", length });
