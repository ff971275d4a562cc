import { type DiffRow, MAX_CELL_TEXT } from "../../../shared/diff/index.ts";

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
  const together = row.before.text.length + row.after.text.length + 3;
  return together <= room(row, columns) ? "inline" : "stacked";
}

function room(row: DiffRow, columns: number): number {
  const name = row.name === null ? 0 : String(row.name).length + 2;
  const indent = Math.ceil(indentOf(row) / 7);
  return Math.max(12, columns - indent - Math.min(name, 40));
}

const linesFor = (length: number, columns: number) =>
  Math.min(MOST_LINES, Math.max(1, Math.ceil(length / columns)));

/** How many characters of the data face fit beside the sign and the fold. Widths in pixels. */
export const columnsIn = (width: number, layout: DiffLayout, characterWidth: number): number =>
  Math.max(20, Math.floor(((layout === "split" ? width / 2 : width) - FIXED) / characterWidth));

/** How high a row is, in pixels, given how many characters fit on a line. */
export function rowHeight(row: DiffRow, layout: DiffLayout, columns: number): number {
  if (row.fold === "run") return ROW_HEIGHT;
  const available = room(row, columns);
  const before = row.before?.text.length ?? 0;
  const after = (row.after?.text.length ?? 0) + noteLength(row);
  const cutNotes = isCut(row) ? 1 : 0;
  let lines: number;
  if (layout === "split") lines = Math.max(linesFor(before, available), linesFor(after, available));
  else {
    switch (shapeOf(row, columns)) {
      case "inline":
        lines = linesFor(row.kind === "changed" ? before + after : Math.max(before, after), available);
        break;
      case "words":
        lines = linesFor(row.words?.reduce((total, { text }) => total + text.length, 0) ?? 0, available);
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
  if (row.kind === "moved" && row.indexBefore !== null) return inDataFace(`moved from ${row.indexBefore}`);
  return row.kind === "same" && row.totals !== null ? 18 : 0;
}

/** A note is a space away from the value, and set in a smaller and narrower face. */
const inDataFace = (note: string): number => 1 + Math.ceil(note.length * 0.8);

/** Whether a side shows only the beginning of its text. */
export const isCut = (row: DiffRow): boolean =>
  Math.max(row.before?.length ?? 0, row.after?.length ?? 0) > MAX_CELL_TEXT;
