import { formatBeginning } from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { cutText } from "./tree/cutText.ts";

/** Past this many characters a text is shown without colours and folds, and checked less eagerly. */
const LONG = 1_000_000;
/** Past this many only the beginning is shown until the whole is asked for. */
const HUGE = 4_000_000;
const BEGINNING = 100_000;
/** How much of a huge value is fetched while only its beginning is shown. Laid out, no text is shorter than as it is stored. */
export const CUT = { over: HUGE, to: BEGINNING };
/** Of one line that is longer than all that. */
const LINE = 10_000;

export const isLong = (length: number): boolean => length > LONG;
export const isHuge = (length: number): boolean => length > HUGE;

/** The beginning of a huge value laid out over lines, to the end of a line where one ends: at once, however long it is. */
export function beginningOf(text: JsonText, indent: number): string {
  const beginning = formatBeginning(text, indent, BEGINNING);
  const end = beginning.lastIndexOf("\n");
  // A line this long is text that is cut.
  return end > BEGINNING / 2
    ? `${beginning.slice(0, end)}\n…`
    : `${cutText(beginning, 0, Math.min(LINE, beginning.length))}…`;
}
