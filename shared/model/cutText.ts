const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** UTF-16 units examined on both sides of a cut. Hardly any visible character is longer. */
const AROUND = 64;

/**
 * The beginning of a text, at most `limit` UTF-16 units, never ending with half of an emoji or of an accented letter.
 */
export function cutText(text: string, limit: number): string {
  return text.slice(0, boundaryBefore(text, limit));
}

/** The last boundary between two visible characters at or before `offset`, in UTF-16 units. */
export function boundaryBefore(text: string, offset: number): number {
  if (offset <= 0 || offset >= text.length) return Math.min(Math.max(offset, 0), text.length);
  // No character below U+0300 combines with the one before it.
  if (text.charCodeAt(offset) < 0x300) return offset;
  const from = Math.max(0, offset - AROUND);
  const start = graphemes.segment(text.slice(from, offset + AROUND)).containing(offset - from)?.index ?? 0;
  if (start > 0) return from + start;
  const isHalf =
    /[\udc00-\udfff]/.test(text.charAt(offset)) && /[\ud800-\udbff]/.test(text.charAt(offset - 1));
  return isHalf ? offset - 1 : offset;
}
