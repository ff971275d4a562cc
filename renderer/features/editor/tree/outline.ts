import { typeAt } from "../../../../shared/json/index.ts";
import { endOfString } from "../../../../shared/json/scanner.ts";
import { firstIndex, type JsonType } from "../../../../shared/model/index.ts";
import { type Fold, inside, OPEN, type Path, type Step } from "./fold.ts";
import { skipValue } from "./skip.ts";

/** An open object or array: where each child begins, and which children are open themselves. Offsets into the text. */
export interface Branch {
  readonly isArray: boolean;
  readonly start: number;
  readonly end: number;
  /** Where each child begins: its name's opening quote in an object, its value in an array. */
  readonly starts: readonly number[];
  /** The positions of the open children, in order, with their branches. */
  readonly openAt: readonly number[];
  readonly open: readonly Branch[];
  /** The row of each open child, counted from this branch's first row. */
  readonly openRows: readonly number[];
  /** How many rows are inside. */
  readonly rows: number;
}

/** A value's text with what is open of it. */
export interface Outline {
  readonly text: string;
  /** Null when the value is no container, or a closed one. */
  readonly root: Branch | null;
}

/** One child of an open container. */
export interface TreeRow {
  readonly path: Path;
  readonly step: Step;
  readonly depth: number;
  readonly branch: Branch;
  /** Among the children of its container. */
  readonly index: number;
  /** Where the member begins: the name's quote, or the value where there is no name. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  readonly type: JsonType;
  readonly isOpen: boolean;
}

/** Reads where everything is that the folds leave open. One pass over the text, however much is open. */
export function outlineOf(text: string, fold: Fold): Outline {
  const c = text.charCodeAt(0);
  const isContainer = c === 123 || c === 91;
  return { text, root: isContainer && fold.isOpen ? branchAt(text, 0, fold) : null };
}

function branchAt(text: string, start: number, fold: Fold): Branch {
  const isArray = text.charCodeAt(start) === 91;
  const starts: number[] = [];
  const openAt: number[] = [];
  const open: Branch[] = [];
  const openRows: number[] = [];
  let rows = 0;
  let at = start + 1;
  const first = text.charCodeAt(at);
  // An empty one ends here; any other has a child here, and one after each comma.
  let goesOn = first !== 125 && first !== 93;
  if (!goesOn) at += 1;
  while (goesOn) {
    starts.push(at);
    const valueStart = isArray ? at : endOfString(text, at) + 1;
    const child = openChild(text, fold, isArray ? starts.length - 1 : at, valueStart, isArray);
    if (child) {
      openAt.push(starts.length - 1);
      open.push(child);
      openRows.push(rows);
      rows += child.rows;
    }
    rows += 1;
    at = child ? child.end : skipValue(text, valueStart);
    goesOn = text.charCodeAt(at) === 44;
    at += 1;
  }
  return { isArray, start, end: at, starts, openAt, open, openRows, rows };
}

/** @param place The item's position in an array; where the member's name begins in an object. */
function openChild(
  text: string,
  fold: Fold,
  place: number,
  valueStart: number,
  isArray: boolean,
): Branch | null {
  // Names need to be read only where a fold might speak of them.
  if (!fold.isOpenInside && fold.inside.size === 0) return null;
  const c = text.charCodeAt(valueStart);
  if (c !== 123 && c !== 91) return null;
  const childFold = inside(fold, isArray ? place : nameAt(text, place));
  return childFold.isOpen ? branchAt(text, valueStart, childFold) : null;
}

/** The row at this position; undefined past the end. */
export function rowAt({ text, root }: Outline, index: number): TreeRow | undefined {
  if (!root || index < 0 || index >= root.rows) return undefined;
  const path: Step[] = [];
  let branch = root;
  let rest = index;
  for (;;) {
    const k = lastNotAfter(branch.openRows, rest);
    const openRow = branch.openRows[k];
    const child = branch.open[k];
    if (openRow === undefined || child === undefined) return rowOf(text, branch, rest, path, false);
    const past = rest - openRow - 1;
    const position = branch.openAt[k] ?? 0;
    if (past < 0) return rowOf(text, branch, position, path, true);
    if (past >= child.rows) {
      return rowOf(text, branch, position + 1 + past - child.rows, path, false);
    }
    path.push(stepAt(text, branch, position));
    branch = child;
    rest = past;
  }
}

/** The position of the last number that isn't greater; -1 when all are. */
function lastNotAfter(numbers: readonly number[], wanted: number): number {
  return firstIndex(0, numbers.length, (index) => (numbers[index] ?? 0) > wanted) - 1;
}

function rowOf(text: string, branch: Branch, index: number, above: Path, isOpen: boolean): TreeRow {
  const start = branch.starts[index] ?? branch.start;
  const valueStart = branch.isArray ? start : endOfString(text, start) + 1;
  const step = branch.isArray ? index : nameAt(text, start);
  return {
    path: [...above, step],
    step,
    depth: above.length,
    branch,
    index,
    start,
    valueStart,
    end: endOf(branch, index),
    type: typeAt(text, valueStart),
    isOpen,
  };
}

/** Where a child ends: before the comma or the bracket that follows it. */
export function endOf(branch: Branch, index: number): number {
  return (branch.starts[index + 1] ?? branch.end) - 1;
}

/** The row number of a path; null when something on the way is closed or isn't there. */
export function indexOfPath({ text, root }: Outline, path: Path): number | null {
  let branch: Branch | null = root;
  let row = 0;
  for (const [depth, step] of path.entries()) {
    if (!branch) return null;
    const position = positionOf(text, branch, step);
    if (position === null) return null;
    const k = lastNotAfter(branch.openAt, position - 1);
    const before = branch.open[k];
    row += before ? (branch.openRows[k] ?? 0) + before.rows + position - (branch.openAt[k] ?? 0) : position;
    if (depth === path.length - 1) return row;
    const at: number = branch.openAt.indexOf(position);
    branch = branch.open[at] ?? null;
    row += 1;
  }
  return null;
}

function positionOf(text: string, branch: Branch, step: Step): number | null {
  if (branch.isArray) return typeof step === "number" && step < branch.starts.length ? step : null;
  const position = branch.starts.findIndex((start) => nameAt(text, start) === step);
  return position < 0 ? null : position;
}

const stepAt = (text: string, branch: Branch, position: number): Step =>
  branch.isArray ? position : nameAt(text, branch.starts[position] ?? branch.start);

/** The member name whose opening quote is at `i`. */
export function nameAt(text: string, i: number): string {
  return JSON.parse(text.slice(i, endOfString(text, i))) as string;
}

/** Where everything is inside a row, as if it were open and all in it closed; null for a leaf. */
export function branchOf(text: string, row: TreeRow): Branch | null {
  const { root } = outlineOf(text.slice(row.valueStart, row.end), OPEN);
  if (root === null) return null;
  const starts = root.starts.map((at) => at + row.valueStart);
  return { ...root, start: row.valueStart, end: row.end, starts };
}

/** How many children a container has that begins at `i`; counting stops at `most`. */
export function countChildren(text: string, i: number, most: number): number {
  const isArray = text.charCodeAt(i) === 91;
  let at = i + 1;
  const first = text.charCodeAt(at);
  if (first === 125 || first === 93) return 0;
  for (let count = 1; ; count += 1) {
    const end = skipValue(text, isArray ? at : endOfString(text, at) + 1);
    if (text.charCodeAt(end) !== 44 || count >= most) return count;
    at = end + 1;
  }
}

/** Children are counted up to here; beyond, there are simply many. */
export const COUNTED = 1000;

const counted = new WeakMap<Outline, Map<number, number>>();

/** How many children the container of a row has, {@link COUNTED} for that many and more; counted once for an outline. */
export function childCount(outline: Outline, row: TreeRow): number {
  const known = counted.get(outline) ?? new Map<number, number>();
  counted.set(outline, known);
  const count = known.get(row.start) ?? countChildren(outline.text, row.valueStart, COUNTED);
  known.set(row.start, count);
  return count;
}
