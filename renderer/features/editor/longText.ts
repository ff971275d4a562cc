/** Past this many characters a text is shown without colours and folds, and checked less eagerly. */
const LONG = 1_000_000;
/** Past this many only the beginning is shown until the whole is asked for. */
const HUGE = 4_000_000;
const BEGINNING = 100_000;

export const isLong = (length: number): boolean => length > LONG;
export const isHuge = (length: number): boolean => length > HUGE;

/** The beginning of a text, to the end of a line. */
export function cutText(text: string): string {
  if (text.length <= BEGINNING) return text;
  const end = text.lastIndexOf("\n", BEGINNING);
  return `${text.slice(0, end > 0 ? end : BEGINNING)}\n…`;
}
