import fc from "fast-check";
import { type ExactValue, fromPointer, parseExact } from "../json/index.ts";
import { DiffOutline } from "./outline.ts";
import type { DiffRow } from "./row.ts";
import type { DiffNode } from "./tree.ts";

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b", "c", "id", "name", "key") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "_t", "0", "1", "", "/", "~", "_0"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 3 }) },
);

const literal = fc.constantFrom(
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1",
  "1.0",
  "2",
  "1e400",
  "12345678901234567890",
  "12345678901234567891",
  '""',
  '"a"',
  '"the quick brown fox jumps over the lazy dog"',
  '"the quick red fox jumps over a lazy dog"',
);

const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    fc.array(tie("text"), { maxLength: 6 }).map((items) => `[${items.join()}]`),
    fc
      .uniqueArray(fc.tuple(name, tie("text")), { maxLength: 6, selector: ([member]) => member })
      .map((members) => `{${members.map(([member, value]) => `${JSON.stringify(member)}:${value}`).join()}}`),
  ),
}));

export const anyText: fc.Arbitrary<string> = text;

/** Two JSON values, often similar: the second may contain parts of the first. */
export const anyPair: fc.Arbitrary<[ExactValue, ExactValue]> = fc
  .oneof(
    fc.tuple(text, text),
    fc
      .tuple(fc.array(text, { maxLength: 6 }), fc.array(fc.nat(7), { maxLength: 8 }), text)
      .map(([pieces, picks, other]): [string, string] => [
        `[${pieces.join()}]`,
        `[${picks.map((pick) => pieces[pick] ?? other).join()}]`,
      ]),
  )
  .map(([before, after]) => [parseExact(before), parseExact(after)]);

/** One side of a difference, rebuilt only from the leaves of its tree. */
export function rebuild(node: DiffNode, side: "before" | "after"): ExactValue | undefined {
  const whole = node[side];
  if (node.children === null || whole === undefined) return whole;
  const parts: [string | number, ExactValue][] = [];
  for (const child of node.children) {
    if (child.kind !== "run") {
      const value = rebuild(child, side);
      const at = side === "before" ? (child.indexBefore ?? child.name) : child.name;
      if (value !== undefined && at !== null) parts.push([at, value]);
      continue;
    }
    for (let offset = 0; offset < child.count; offset++) {
      const start = side === "before" ? child.indexBefore : child.indexAfter;
      const at = child.names === null ? start + offset : (child.names[offset] ?? "");
      const value = Array.isArray(whole)
        ? whole[at as number]
        : (whole as ReadonlyMap<string, ExactValue>).get(`${at}`);
      if (value === undefined) throw new Error(`Nothing at ${at}`);
      parts.push([at, value]);
    }
  }
  return assemble(Array.isArray(whole), parts);
}

/** One side of a difference, rebuilt from the text of its rows, everything unfolded. */
export function rebuildFromRows(root: DiffNode, side: "before" | "after"): ExactValue {
  const outline = new DiffOutline(root);
  const rows = unfoldAll(outline, outline.rows());
  const [top, ...inside] = rows;
  if (top === undefined) throw new Error("Expected a row for the whole value");
  return fromRow(top, inside, side);
}

function unfoldAll(outline: DiffOutline, rows: readonly DiffRow[]): DiffRow[] {
  return rows.flatMap((row) => {
    if (row.fold === "run") return unfoldAll(outline, outline.unfold(row.id));
    return row.fold === "closed" ? [row, ...unfoldAll(outline, outline.unfold(row.id))] : [row];
  });
}

function fromRow(row: DiffRow, inside: readonly DiffRow[], side: "before" | "after"): ExactValue {
  const cell = row[side];
  if (cell === null) throw new Error(`Nothing ${side} in row ${row.id}`);
  if (cell.type !== "array" && cell.type !== "object") return parseExact(cell.text);
  const parts: [string | number, ExactValue][] = [];
  for (const [index, child] of inside.entries()) {
    if (child.depth <= row.depth) break;
    if (child.depth !== row.depth + 1 || child[side] === null) continue;
    const segment = fromPointer(child.pointer)?.at(-1);
    if (segment !== String(child.name)) throw new Error(`Pointer ${child.pointer} of ${child.name}`);
    const at = side === "before" ? (child.indexBefore ?? child.name) : child.name;
    parts.push([at ?? "", fromRow(child, inside.slice(index + 1), side)]);
  }
  return assemble(cell.type === "array", parts);
}

function assemble(isArray: boolean, parts: readonly [string | number, ExactValue][]): ExactValue {
  if (!isArray) return new Map(parts.map(([at, value]) => [String(at), value]));
  const items: ExactValue[] = [];
  for (const [at, value] of parts) {
    if (at in items) throw new Error(`Item ${at} twice`);
    items[at as number] = value;
  }
  if (Object.keys(items).length !== items.length) throw new Error("Expected no item to be missing");
  return items;
}
