import { ExactNumber, type ExactValue, isExactArray, isExactObject } from "../json/index.ts";
import { boundaryBefore, cutText, type JsonType } from "../model/index.ts";
import type { ChangeKind, ChangeTotals } from "./tree.ts";
import type { Segment } from "./words.ts";

/** One side of a row. */
export interface Cell {
  readonly type: JsonType;
  /**
   * A leaf's JSON text with invisible characters escaped, or at most `MAX_CELL_TEXT` units of it; "" for containers.
   */
  readonly text: string;
  /** UTF-16 units omitted before and after the shown part. */
  readonly omitted: readonly [before: number, after: number];
  /** UTF-16 units of the whole text. */
  readonly length: number;
  /** Members or items; 0 for leaves. */
  readonly size: number;
}

/** One row of a displayed difference. Plain data, because it is sent from the worker to the page. */
export interface DiffRow {
  /** Unique within one outline. */
  readonly id: number;
  readonly depth: number;
  /** Member name or item index; null for the whole value. For a run: its length. */
  readonly name: string | number | null;
  /** The item's index before, or the member's name before, if it is different now. */
  readonly indexBefore: string | number | null;
  /** JSON Pointer in the value after; for a removed place, in the value before. */
  readonly pointer: string;
  readonly kind: ChangeKind;
  /**
   * `open` and `closed` are containers, `run` stands for unchanged neighbours that are not shown, `none` for leaves.
   */
  readonly fold: "none" | "open" | "closed" | "run";
  readonly before: Cell | null;
  readonly after: Cell | null;
  /** Both texts merged word by word, if that helps. */
  readonly words: readonly Segment[] | null;
  /** Totals of this row and everything inside; null if nothing inside differs. */
  readonly totals: ChangeTotals | null;
  /** Whether `[` and `]` stop here: the place has a difference of its own, not only inside. */
  readonly stop: boolean;
}

export const MAX_CELL_TEXT = 10_000;

/** UTF-16 units of common text that are shown on each side of the difference of two long texts. */
export const CONTEXT = 160;

/** Shorter parts are not omitted, because the note about it would take as much space. */
const MIN_OMITTED = 80;

const NOTHING_OMITTED = [0, 0] as const;

/**
 * Characters that are invisible or change the direction of the text around them. Not line breaks and tabs, and not
 * joiners in emoji and in Arabic and Indic words.
 */
export const INVISIBLE =
  /[^\P{Cc}\n\r\t]|[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|[\u0600-\u0dff])[\u200c\u200d]/gu;

/** The text with invisible characters as JSON escapes. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

export function cellOf(value: ExactValue | undefined): Cell | null {
  if (value === undefined) return null;
  const empty = { text: "", length: 0, omitted: NOTHING_OMITTED };
  if (isExactArray(value)) return { ...empty, type: "array", size: value.length };
  if (isExactObject(value)) return { ...empty, type: "object", size: value.size };
  const whole = leafText(value);
  const text = cutText(whole, MAX_CELL_TEXT);
  const omitted = [0, whole.length - text.length] as const;
  return { type: typeOfLeaf(value), text: visible(text), length: whole.length, omitted, size: 0 };
}

/** Both sides of a row. For two long strings, only the part around the difference. */
export function cellsOf(
  before: ExactValue | undefined,
  after: ExactValue | undefined,
): readonly [Cell | null, Cell | null] {
  if (typeof before !== "string" || typeof after !== "string" || before === after) {
    return [cellOf(before), cellOf(after)];
  }
  const { start, end } = commonEnds(before, after);
  const from = start - CONTEXT < MIN_OMITTED ? 0 : boundaryBefore(before, start - CONTEXT);
  const rest = end - CONTEXT < MIN_OMITTED ? 0 : end - CONTEXT;
  return [partOf(before, from, rest), partOf(after, from, rest)];
}

/** The number of UTF-16 units that two texts share at their start and, apart from those, at their end. */
function commonEnds(a: string, b: string): { readonly start: number; readonly end: number } {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) {
    end += 1;
  }
  return { start, end };
}

/**
 * A string without its first `from` and last `rest` UTF-16 units. A quote is shown only at an end where nothing is
 * omitted.
 */
function partOf(value: string, from: number, rest: number): Cell {
  const to = Math.min(
    boundaryBefore(value, value.length - rest),
    boundaryBefore(value, from + MAX_CELL_TEXT),
  );
  const omitted = [from, value.length - to] as const;
  const json = JSON.stringify(value.slice(from, to));
  const text = json.slice(from > 0 ? 1 : 0, omitted[1] > 0 ? -1 : undefined);
  return { type: "string", text: visible(text), length: value.length + 2, omitted, size: 0 };
}

export function leafText(value: ExactValue): string {
  if (value instanceof ExactNumber) return value.literal;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function typeOfLeaf(value: ExactValue): JsonType {
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  return typeof value === "boolean" ? "boolean" : "number";
}
