/** A range of a text and its replacement. Everything else keeps its notation. */
export interface Splice {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

export function applySplice(text: string, { at, removed, inserted }: Splice): string {
  return text.slice(0, at) + inserted + text.slice(at + removed.length);
}

/** The inverse change. */
export function inverse({ at, removed, inserted }: Splice): Splice {
  return { at, removed: inserted, inserted: removed };
}

/** Characters compared at once: comparing two slices is many times faster than comparing each character. */
const BLOCK = 4096;

/** The single range in which two texts differ. */
export function spliceBetween(before: string, after: string): Splice {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (
    start + BLOCK <= shorter &&
    before.slice(start, start + BLOCK) === after.slice(start, start + BLOCK)
  ) {
    start += BLOCK;
  }
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const most = shorter - start;
  const same = (end: number) =>
    before.slice(before.length - end - BLOCK, before.length - end) ===
    after.slice(after.length - end - BLOCK, after.length - end);
  let end = 0;
  while (end + BLOCK <= most && same(end)) end += BLOCK;
  while (
    end < most &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  return {
    at: start,
    removed: before.slice(start, before.length - end),
    inserted: after.slice(start, after.length - end),
  };
}

/** Combines two splices if the second only changes the first one's insertion or what is beside it; else null. */
export function joined(first: Splice, second: Splice): Splice | null {
  const from = second.at - first.at;
  const to = from + second.removed.length;
  if (from < 0 || to > first.inserted.length) return null;
  const inserted = first.inserted.slice(0, from) + second.inserted + first.inserted.slice(to);
  return { at: first.at, removed: first.removed, inserted };
}
