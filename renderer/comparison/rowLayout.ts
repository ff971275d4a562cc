import { type Cell, type DiffRow, type Segment, visible } from "../../shared/diff/index.ts";

export type DiffLayout = "unified" | "split";

/** Pixels. */
export const ROW_HEIGHT = 24;
const LINE_HEIGHT = 18;
const PADDING = ROW_HEIGHT - LINE_HEIGHT;
const INDENT = 16;

/** Lines that one side of a row shows at once; more of it is scrolled to. */
const MOST_LINES = 14;

/** What a row has before its value: the sign, the fold, and room at the end. Pixels. */
const FIXED = 68;

/** Columns that a value is wide at least, however little room the window leaves: a row is higher then. */
const MIN_COLUMNS = 6;

export const indentOf = (row: DiffRow): number => row.depth * INDENT;

/** How a row draws its values. */
export type ValueShape = "inline" | "words" | "stacked";

/**
 * Whether both values fit on one line, are laid over each other word by word, or stand one below the other.
 *
 * @param columns characters of the data face that the list is wide.
 */
export function shapeOf(row: DiffRow, columns: number): ValueShape {
  if (row.kind !== "changed" || row.before === null || row.after === null) return "inline";
  if (row.words !== null) return "words";
  const together = columnsOf(row.before) + columnsOf(row.after) + 3;
  return together <= room(row, columns) ? "inline" : "stacked";
}

function room(row: DiffRow, columns: number): number {
  const name = row.name === null ? 0 : widthOf(String(row.name)) + 2;
  const indent = Math.ceil(indentOf(row) / 7);
  return Math.max(MIN_COLUMNS / 2, columns - indent - Math.min(name, 40, Math.ceil(columns * 0.45)));
}

/** Lines are broken between words, which leaves some of each empty. */
const WASTE = 1.06;

function linesFor(length: number, columns: number): number {
  const lines = length <= columns ? 1 : Math.ceil((length * WASTE) / columns);
  return Math.min(MOST_LINES, Math.max(1, lines));
}

/** Characters that are two columns wide and one UTF-16 unit long; those of two units are two wide anyway. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/g;

const widthOf = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);

/** About how many columns the words "⋯ 12,345 characters ⋯" take. */
const OMISSION = 24;

const omissions = ([before, after]: Cell["omitted"]): number =>
  (before > 0 ? OMISSION : 0) + (after > 0 ? OMISSION : 0);

const columnsOf = (cell: Cell | null): number =>
  cell === null ? 0 : widthOf(cell.text) + omissions(cell.omitted);

const columnsOfWords = (words: readonly Segment[]): number =>
  words.reduce((total, { kind, text }) => total + (kind === "omitted" ? OMISSION : widthOf(text)), 0);

/** The words of one side of a row. */
export const wordsOf = (words: readonly Segment[], side: "before" | "after"): readonly Segment[] =>
  words.filter(({ kind }) => kind !== (side === "before" ? "added" : "removed"));

/** How many characters of the data face fit beside the sign and the fold. Widths in pixels. */
export const columnsIn = (width: number, layout: DiffLayout, characterWidth: number): number =>
  Math.max(MIN_COLUMNS, Math.floor(((layout === "split" ? width / 2 : width) - FIXED) / characterWidth));

/** How high a row is, in pixels, given how many characters fit on a line. */
export function rowHeight(row: DiffRow, layout: DiffLayout, columns: number): number {
  if (row.fold === "run") return ROW_HEIGHT;
  const available = room(row, columns);
  const before = columnsOf(row.before);
  const after = columnsOf(row.after) + noteLength(row);
  const cutNotes = isCut(row) ? 1 : 0;
  let lines: number;
  if (layout === "split") {
    const [left, right] =
      row.words === null
        ? [before, after]
        : [columnsOfWords(wordsOf(row.words, "before")), columnsOfWords(wordsOf(row.words, "after"))];
    lines = Math.max(linesFor(left, available), linesFor(right, available));
  } else {
    switch (shapeOf(row, columns)) {
      case "inline":
        lines = linesFor(row.kind === "changed" ? before + after : Math.max(before, after), available);
        break;
      case "words":
        lines = linesFor(columnsOfWords(row.words ?? []), available);
        break;
      case "stacked":
        lines = linesFor(before, available) + linesFor(after, available);
        break;
    }
  }
  return PADDING + (lines + cutNotes) * LINE_HEIGHT;
}

/** About how many characters of the data face what is said after the value takes. */
function noteLength(row: DiffRow): number {
  const from = formerPlace(row);
  if (from !== null) return inDataFace(from);
  return row.kind === "same" && row.totals !== null ? 18 : 0;
}

/** What is said of an item that moved or a member that has another name now: where it was before. */
export function formerPlace({ kind, indexBefore }: Pick<DiffRow, "kind" | "indexBefore">): string | null {
  if (kind !== "moved" || indexBefore === null) return null;
  return typeof indexBefore === "string"
    ? `renamed from ${indexBefore === "" ? '""' : visible(indexBefore)}`
    : `moved from ${indexBefore}`;
}

/** A note is a space away from the value, and set in a smaller and narrower face. */
const inDataFace = (note: string): number => 1 + Math.ceil(note.length * 0.8);

/** Whether a part of a value is left out. */
export const isCut = (row: DiffRow): boolean =>
  [row.before, row.after].some((cell) => cell !== null && omissions(cell.omitted) > 0) ||
  (row.words?.some(({ kind }) => kind === "omitted") ?? false);
