import {
  ExactNumber,
  type ExactValue,
  equalDecimals,
  isExactArray,
  isExactObject,
  parseExact,
} from "../../../../shared/json/index.ts";
import { nameAt } from "../../../../shared/json/scanner.ts";
import type { Child, Walk, Walking } from "./walk.ts";

/** Whether the value at a place matches. */
type Test = (walk: Walk, place: number) => Walking<boolean>;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/**
 * Whether a member with this path has a matching value. Each place is visited once, with the set of all parts of the
 * path that may match there; trying them one by one would take time exponential in the path's length.
 */
export function memberQuery(path: string, wanted: string): (walk: Walk) => Walking<boolean> {
  const anchored = path.startsWith(".");
  const names = (anchored ? path.slice(1) : path).split(".");
  const test = valueTest(wanted.trim());
  // A value whose text lacks the last name cannot match.
  const last = names.at(-1) as string;
  const mark = last === "*" ? "" : JSON.stringify(last);
  return function* (walk) {
    const { text } = walk;
    if (!(text.includes(mark) || text.includes("\\u"))) return false;
    return yield* found(walk, 0, [0], { names, anchored, test });
  };
}

interface Question {
  readonly names: readonly string[];
  readonly anchored: boolean;
  readonly test: Test;
}

/** @param parts The names that may match next, ascending; `names.length` means that this place matches the path. */
function* found(walk: Walk, place: number, parts: readonly number[], question: Question): Walking<boolean> {
  const { names, anchored, test } = question;
  const isMeant = parts.at(-1) === names.length;
  if (isMeant && (yield* test(walk, place))) return true;
  const isArray = walk.isArray(place);
  for (const child of walk.children(place)) {
    if (child === null) {
      yield null;
      continue;
    }
    if (isMeant && isArray && (yield* test(walk, child.at))) return true;
    const next: number[] = [];
    const name = child.name ?? String(child.position);
    for (const part of parts) {
      const wanted = names[part];
      if (wanted === undefined) continue;
      // Items of arrays on the path need not be named.
      const through = isArray || (part === 0 && !anchored);
      if (through && next.at(-1) !== part) next.push(part);
      if (wanted === "*" || wanted === name) next.push(part + 1);
    }
    if (walk.spend(parts.length)) yield null;
    const leadsOn = next.at(-1) === names.length || walk.isObject(child.at) || walk.isArray(child.at);
    if (leadsOn && next.length > 0 && (yield* found(walk, child.at, next, question))) return true;
  }
  return false;
}

function valueTest(wanted: string): Test {
  const negated = /^!=\s*(.*)$/s.exec(wanted);
  if (negated) {
    const test = valueTest(negated[1] as string);
    return function* (walk, place) {
      return !(yield* test(walk, place));
    };
  }
  const compared = /^(<=|>=|<|>)\s*(.*)$/s.exec(wanted);
  if (compared)
    return comparison(
      COMPARISONS[compared[1] as string] as (order: number) => boolean,
      compared[2] as string,
    );
  const literal = asJson(wanted);
  const matches = glob(wanted);
  return function* (walk, place) {
    if (literal !== undefined && (yield* isEqual(walk, place, literal))) return true;
    if (walk.startOf(place) !== 34) return false;
    const text = yield* stringAt(walk, place);
    return matches(text);
  };
}

/** Whether a text matches a pattern in which `*` stands for any text, ignoring case; in linear time. */
export function glob(pattern: string): (text: string) => boolean {
  const [first = "", ...others] = pattern.toLowerCase().split("*");
  const last = others.pop();
  return (text) => {
    const lower = text.toLowerCase();
    if (last === undefined) return lower === first;
    if (!lower.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = lower.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return lower.length - last.length >= at && lower.endsWith(last);
  };
}

function comparison(holds: (order: number) => boolean, wanted: string): Test {
  const number = Number(wanted);
  const text = asJson(wanted);
  const asText = typeof text === "string" ? text : wanted;
  return function* (walk, place) {
    const c = walk.startOf(place);
    if (c === 45 || (c >= 48 && c <= 57)) {
      if (Number.isNaN(number)) return false;
      return holds(Number(walk.text.slice(place, yield* walk.after(place))) - number);
    }
    if (c !== 34 || !Number.isNaN(number)) return false;
    const value = yield* stringAt(walk, place);
    return holds(value < asText ? -1 : value > asText ? 1 : 0);
  };
}

function* stringAt(walk: Walk, place: number): Walking<string> {
  const end = yield* walk.after(place);
  return nameAt(walk.text, place + 1, end - 1);
}

/**
 * Whether a place has this value (rule V6). It stops at the first difference, so a large place costs no more than the
 * value.
 */
function* isEqual(walk: Walk, place: number, value: ExactValue): Walking<boolean> {
  if (isExactArray(value)) {
    return (
      walk.isArray(place) && (yield* areEqual(walk, place, value.length, ({ position }) => value[position]))
    );
  }
  if (isExactObject(value)) {
    return (
      walk.isObject(place) && (yield* areEqual(walk, place, value.size, ({ name }) => value.get(name ?? "")))
    );
  }
  const c = walk.startOf(place);
  if (c === 123 || c === 91) return false;
  if (typeof value === "string") return c === 34 && (yield* stringAt(walk, place)) === value;
  const text = walk.text.slice(place, yield* walk.after(place));
  if (typeof value === "number" || value instanceof ExactNumber) {
    if (!(c === 45 || (c >= 48 && c <= 57))) return false;
    return equalDecimals(text, value instanceof ExactNumber ? value.literal : String(value));
  }
  return text === String(value);
}

/** Whether a place has exactly these children. */
function* areEqual(
  walk: Walk,
  place: number,
  size: number,
  expected: (child: Child) => ExactValue | undefined,
): Walking<boolean> {
  let count = 0;
  for (const child of walk.children(place)) {
    if (child === null) {
      yield null;
      continue;
    }
    const value = expected(child);
    if (value === undefined || !(yield* isEqual(walk, child.at, value))) return false;
    count += 1;
  }
  return count === size;
}

function asJson(text: string): ExactValue | undefined {
  try {
    return parseExact(text);
  } catch {
    // Not JSON, so it is text to search for.
    return undefined;
  }
}
