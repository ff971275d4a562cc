import { JsonSyntaxError, minify } from "../../../../shared/json/index.ts";
import { type FieldEdit, samePath } from "../../../state/valuePlace.ts";
import { renameMember, replaceValue, type TreeEdit, type TreeState } from "./edits.ts";
import { CLOSED, type Path, revealing } from "./fold.ts";
import { indexOfPath, outlineOf, rowAt, type TreeRow } from "./outline.ts";
import { rootRow } from "./rootRow.ts";

/** The edit that a field makes, null where nothing is changed by it; or why it can't be made. */
export type FieldAnswer = { readonly edit: TreeEdit | null } | { readonly refusal: string };

/**
 * What is written in a field, put into the value. The field names its place by the path and by what stood there: where
 * something else stands now, nothing is written.
 *
 * @param row What is at the path now.
 */
export function applyField(state: TreeState, row: TreeRow | undefined, field: FieldEdit): FieldAnswer {
  const { path, part, before, written } = field;
  if (!row || !samePath(row.path, path) || standingAt(state.text, row, part) !== before) {
    return { refusal: "Something else stands here now. Copy what you wrote, then press Escape." };
  }
  if (part === "name") {
    if (written === before) return { edit: null };
    const edit = renameMember(state, row, written);
    return edit ? { edit } : { refusal: "There is a member of this name already." };
  }
  const answer = row.type === "string" ? { literal: asText(written, before) } : literalOf(written);
  if ("refusal" in answer) return answer;
  return { edit: answer.literal === before ? null : replaceValue(state, row, answer.literal) };
}

/** What a field over this row begins with. */
export function standingAt(text: string, row: TreeRow, part: FieldEdit["part"]): string {
  return part === "name" ? String(row.step) : text.slice(row.valueStart, row.end);
}

/** The row of a path, whatever is open; undefined where nothing is. */
export function rowOfPath(text: string, path: Path): TreeRow | undefined {
  if (path.length === 0) return rootRow(text);
  const outline = outlineOf(text, revealing(CLOSED, path));
  const index = indexOfPath(outline, path);
  return index === null ? undefined : rowAt(outline, index);
}

/** Text as JSON; unchanged text keeps its escapes. */
export function asText(written: string, before: string): string {
  return written === JSON.parse(before) ? before : JSON.stringify(written);
}

/** The JSON that was written for a leaf that is no text: its literal, or why it isn't one. */
export function literalOf(written: string): { readonly literal: string } | { readonly refusal: string } {
  try {
    return { literal: minify(written) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { refusal: `${numberHint(written) ?? "This isn't JSON."} Text goes in double quotes.` };
  }
}

/** What is the matter with a number as people write it: `1,5`, `1.234,56`, `1 000`, `12.`, `.5`, `+1`, `007`. */
function numberHint(written: string): string | null {
  const text = written.trim();
  if (!/^[+-]?[\d.,' \u00a0\u202f]*\d[\d.,' \u00a0\u202f]*$/.test(text)) return null;
  const advice = asNumber(text);
  const write = advice === null ? "" : `: write ${advice}`;
  if (/,\d*$/.test(text) && !/,.*,/.test(text)) return `A number has a decimal point, not a comma${write}.`;
  if (/[,' \u00a0\u202f]/.test(text)) return `A number has no signs between its digits${write}.`;
  if (/\.$|^[+-]?\./.test(text)) return `A number has digits on both sides of its point${write}.`;
  return `JSON writes this number otherwise${write}.`;
}

/** The number that is meant, where there is no doubt. */
function asNumber(text: string): string | null {
  const bare = text.replace(/[' \u00a0\u202f]/g, "");
  const commas = bare.split(",").length - 1;
  const points = bare.split(".").length - 1;
  // Of two kinds of sign the last is the decimal one; of one kind, a single one.
  const decimal = bare.lastIndexOf(",") > bare.lastIndexOf(".") ? "," : ".";
  if ((decimal === "," ? commas : points) > 1) return null;
  const [whole = "", part = ""] = bare.split(decimal);
  // A thousand, or one and a bit.
  if (decimal === "," && points === 0 && part.length === 3 && !/^[+-]?0*$/.test(whole)) return null;
  const digits = whole.replace(/[+.,]/g, "").replace(/^(-?)0+(?=\d)/, "$1");
  const first = /\d$/.test(digits) ? digits : `${digits}0`;
  return part === "" ? first : `${first}.${part}`;
}
