import { ExactNumber, type ExactValue, isExactArray, isExactObject } from "../json/index.ts";
import type { JsonType } from "../model/index.ts";
import type { ChangeKind, ChangeTotals } from "./tree.ts";
import type { Segment } from "./words.ts";

/** What one side of a row shows. */
export interface Cell {
  readonly type: JsonType;
  /** A leaf's JSON text with invisible characters escaped, at most `MAX_CELL_TEXT` units of it; "" for containers. */
  readonly text: string;
  /** UTF-16 units of the whole text. */
  readonly length: number;
  /** Members or items; 0 for leaves. */
  readonly size: number;
}

/** One line of a difference as it is drawn. Plain data: it crosses from the worker to the page. */
export interface DiffRow {
  /** Its own within one outline. */
  readonly id: number;
  readonly depth: number;
  /** Member name or item index; null for the whole value. For a run: how many. */
  readonly name: string | number | null;
  /** The item's index before, where it is another one than now. */
  readonly indexBefore: number | null;
  /** JSON Pointer in the value after; in the value before for what was removed. */
  readonly pointer: string;
  readonly kind: ChangeKind;
  /** `open` and `closed` are containers, `run` stands for unchanged neighbours not drawn, `none` for leaves. */
  readonly fold: "none" | "open" | "closed" | "run";
  readonly before: Cell | null;
  readonly after: Cell | null;
  /** Both texts laid over each other word by word, where that helps. */
  readonly words: readonly Segment[] | null;
  /** Of this row and all inside; null where nothing inside differs. */
  readonly totals: ChangeTotals | null;
  /** True where `[` and `]` stop: a place that differs by itself, not only by what is inside. */
  readonly stop: boolean;
}

export const MAX_CELL_TEXT = 10_000;

/**
 * Characters that a reader can't see or that turn the text around them; line breaks and tabs aside, and joiners where
 * they belong, in emoji and in Arabic and Indic words.
 */
export const INVISIBLE =
  /[^\P{Cc}\n\r\t]|[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|[\u0600-\u0dff])[\u200c\u200d]/gu;

/** The same text with invisible characters as JSON escapes. */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

export function cellOf(value: ExactValue | undefined): Cell | null {
  if (value === undefined) return null;
  if (isExactArray(value)) return { type: "array", text: "", length: 0, size: value.length };
  if (isExactObject(value)) return { type: "object", text: "", length: 0, size: value.size };
  const whole = leafText(value);
  return { type: typeOfLeaf(value), text: visible(cut(whole)), length: whole.length, size: 0 };
}

/** A leaf's JSON text. */
export function leafText(value: ExactValue): string {
  if (value instanceof ExactNumber) return value.literal;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function typeOfLeaf(value: ExactValue): JsonType {
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  return typeof value === "boolean" ? "boolean" : "number";
}

function cut(text: string): string {
  if (text.length <= MAX_CELL_TEXT) return text;
  const last = text.charCodeAt(MAX_CELL_TEXT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_CELL_TEXT - 1 : MAX_CELL_TEXT);
}
