import { endOfString } from "../../../../shared/json/scanner.ts";
import { applySplice, type Splice } from "../../../state/splice.ts";
import { type Fold, inside, type Path, renamed, type Step, withFold } from "./fold.ts";
import {
  type Branch,
  branchOf,
  endOf,
  indexOfPath,
  nameAt,
  outlineOf,
  rowAt,
  type TreeRow,
} from "./outline.ts";

/** A change of a value with what it does to the folds, and the path that is chosen after it. */
export interface TreeEdit {
  readonly splice: Splice;
  readonly fold: Fold;
  readonly path: Path | null;
}

/** Where an edit happens. */
export interface TreeState {
  readonly text: string;
  readonly fold: Fold;
}

function splice(text: string, from: number, to: number, inserted: string): Splice {
  return { at: from, removed: text.slice(from, to), inserted };
}

/** Gives a row another value. */
export function replaceValue({ text, fold }: TreeState, row: TreeRow, value: string): TreeEdit {
  return { splice: splice(text, row.valueStart, row.end, value), fold, path: row.path };
}

/** Gives the whole another value. */
export function replaceRoot({ text, fold }: TreeState, value: string): TreeEdit {
  return { splice: splice(text, 0, text.length, value), fold, path: null };
}

/** Gives a member another name; null when one of its siblings has it. */
export function renameMember({ text, fold }: TreeState, row: TreeRow, name: string): TreeEdit | null {
  if (row.branch.starts.some((start, index) => index !== row.index && nameAt(text, start) === name)) {
    return null;
  }
  const above = row.path.slice(0, -1);
  return {
    splice: splice(text, row.start, endOfString(text, row.start), JSON.stringify(name)),
    fold: withFold(fold, above, (each) => renamed(each, (step) => (step === row.step ? name : step))),
    path: [...above, name],
  };
}

/** Takes a row out. The one after it is chosen then, or the one before. */
export function removeRow({ text, fold }: TreeState, row: TreeRow): TreeEdit {
  const { branch, index } = row;
  const isLast = index === branch.starts.length - 1;
  const from = isLast && index > 0 ? row.start - 1 : row.start;
  const to = isLast ? row.end : row.end + 1;
  const above = row.path.slice(0, -1);
  const neighbour = isLast ? index - 1 : index + 1;
  return {
    splice: splice(text, from, to, ""),
    fold: withFold(fold, above, (each) => renamed(each, shift(branch, index, -1))),
    path:
      branch.starts.length === 1
        ? above
        : [
            ...above,
            branch.isArray ? Math.min(index, branch.starts.length - 2) : nameOf(text, branch, neighbour),
          ],
  };
}

/** Puts a copy after a row; a member's copy gets a free name made from its own. */
export function duplicateRow(state: TreeState, row: TreeRow): TreeEdit {
  const { text } = state;
  const value = text.slice(row.valueStart, row.end);
  const name = row.branch.isArray ? null : freeName(text, row.branch, `${row.step} copy`);
  return insertChild(state, row.branch, row.path.slice(0, -1), { index: row.index + 1, name, value });
}

export interface NewChild {
  /** The position that it gets. */
  readonly index: number;
  /** Null in an array. */
  readonly name: string | null;
  /** JSON without white space. */
  readonly value: string;
}

/** Puts a new child into a container at a path. The name has to be free. */
export function insertChild(
  { text, fold }: TreeState,
  branch: Branch,
  path: Path,
  { index, name, value }: NewChild,
): TreeEdit {
  const member = name === null ? value : `${JSON.stringify(name)}:${value}`;
  const count = branch.starts.length;
  const at =
    count === 0 ? branch.start + 1 : index < count ? (branch.starts[index] ?? 0) : endOf(branch, count - 1);
  const inserted = count === 0 ? member : index < count ? `${member},` : `,${member}`;
  return {
    splice: splice(text, at, at, inserted),
    fold: withFold(fold, path, (each) => ({ ...renamed(each, shift(branch, index, 1)), isOpen: true })),
    path: [...path, name ?? index],
  };
}

/** Changes places with the sibling before (-1) or after (1); null at the end. */
export function moveRow({ text, fold }: TreeState, row: TreeRow, by: -1 | 1): TreeEdit | null {
  const { branch } = row;
  const first = by === 1 ? row.index : row.index - 1;
  const second = first + 1;
  const firstStart = branch.starts[first];
  const secondStart = branch.starts[second];
  if (firstStart === undefined || secondStart === undefined) return null;
  const firstText = text.slice(firstStart, endOf(branch, first));
  const secondText = text.slice(secondStart, endOf(branch, second));
  const swapped = (step: Step): Step => (step === first ? second : step === second ? first : step);
  const above = row.path.slice(0, -1);
  return {
    splice: splice(text, firstStart, endOf(branch, second), `${secondText},${firstText}`),
    fold: branch.isArray ? withFold(fold, above, (each) => renamed(each, swapped)) : fold,
    path: [...above, branch.isArray ? row.index + by : row.step],
  };
}

/**
 * Takes a row out and puts it after another one, or inside that, at the end, where it is a container that is open or
 * empty. In an object it keeps its name, or gets a free one made from that. Null where it would go into itself.
 */
export function moveTo(state: TreeState, row: TreeRow, target: TreeRow): TreeEdit | null {
  if (isWithin(target, row)) return null;
  const { text, fold } = state;
  const out = removeRow(state, row);
  const without = { text: applySplice(text, out.splice), fold: out.fold };
  const outline = outlineOf(without.text, without.fold);
  const at = indexOfPath(outline, pathWithout(row, target.path));
  const there = at === null ? undefined : rowAt(outline, at);
  if (there === undefined) return null;
  const inner = branchOf(without.text, there);
  const goesInside = inner !== null && (there.isOpen || inner.starts.length === 0);
  const branch = goesInside ? inner : there.branch;
  const put = insertChild(without, branch, goesInside ? there.path : there.path.slice(0, -1), {
    index: goesInside ? inner.starts.length : there.index + 1,
    name: branch.isArray ? null : freeName(without.text, branch, String(row.step)),
    value: text.slice(row.valueStart, row.end),
  });
  const itsFold = row.path.reduce(inside, fold);
  return {
    splice: asOne(text, out.splice, put.splice),
    fold: put.path ? withFold(put.fold, put.path, () => itsFold) : put.fold,
    path: put.path,
  };
}

/** Whether a row is another one, or inside it. */
export const isWithin = (row: TreeRow, other: TreeRow): boolean =>
  row.start >= other.start && row.start < other.end;

/** What a path is once a row, which isn't on it, is taken out. */
function pathWithout({ branch, path: gone, index }: TreeRow, path: Path): Path {
  const depth = gone.length - 1;
  const step = path[depth];
  const isBehind = branch.isArray && typeof step === "number" && step > index;
  if (!isBehind || gone.slice(0, -1).some((each, at) => each !== path[at])) return path;
  return path.with(depth, step - 1);
}

/** Two splices, one after the other, as one; the first only takes out, the second only puts in. */
function asOne(text: string, out: Splice, put: Splice): Splice {
  const length = out.removed.length;
  const place = put.at <= out.at ? put.at : put.at + length;
  const from = Math.min(out.at, place);
  const to = Math.max(out.at + length, place);
  const after = applySplice(applySplice(text, out), put);
  return splice(text, from, to, after.slice(from, to - length + put.inserted.length));
}

/** A name that no member has: this one, or this one with a number. */
export function freeName(text: string, branch: Branch, wanted: string): string {
  const names = new Set(branch.starts.map((start) => nameAt(text, start)));
  if (!names.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) {
    const name = `${wanted} ${count}`;
    if (!names.has(name)) return name;
  }
}

function nameOf(text: string, branch: Branch, index: number): string {
  return nameAt(text, branch.starts[index] ?? branch.start);
}

/** How the positions behind `index` move in an array when something is put in there (1) or taken out (-1). */
function shift(branch: Branch, index: number, by: 1 | -1): (step: Step) => Step | null {
  if (!branch.isArray) return (step) => step;
  return (step) => {
    if (typeof step !== "number" || step < index) return step;
    return by === -1 && step === index ? null : step + by;
  };
}
