import { jsonpath } from "json-p3";
import { equalJson } from "../../../../shared/json/index.ts";
import { nameAt } from "../../../../shared/json/scanner.ts";
import { InvalidOptionError, LimitError } from "../../errors.ts";
import { Expressions, isTooLong } from "./iregexp.ts";
import type { Selecting, Walk, Walking } from "./walk.ts";

/** The most characters of two objects or arrays that are compared; longer ones are an error. */
const MOST_COMPARED = 1 << 22;

/** JSONPath's Nothing: a place that does not exist. */
const NOTHING = Symbol("Nothing");

/** An object or array, as its text. */
class Container {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Operand = string | number | boolean | null | Container | typeof NOTHING;

/** A path inside a filter. */
export interface Path {
  select(walk: Walk, place: number): Selecting;
  selectsAny(walk: Walk, place: number): Walking<boolean>;
}

type ReadPath = (query: jsonpath.JSONPathQuery) => Path;

/** Whether a filter matches a place. */
export type Holds = (walk: Walk, place: number) => Walking<boolean>;
type ValueOf = (walk: Walk, place: number) => Walking<Operand>;

interface Reading {
  readonly patterns: Expressions;
  readonly readPath: ReadPath;
}

const { expressions } = jsonpath;

/** Compiles the expression of a filter selector. */
export function filterOf(expression: jsonpath.expressions.LogicalExpression, readPath: ReadPath): Holds {
  return holding(expression, { patterns: new Expressions(), readPath });
}

function holding(expression: jsonpath.expressions.FilterExpression, reading: Reading): Holds {
  if (expression instanceof expressions.LogicalExpression) return holding(expression.expression, reading);
  if (expression instanceof expressions.PrefixExpression) {
    const inner = holding(expression.right, reading);
    return function* (walk, place) {
      return !(yield* inner(walk, place));
    };
  }
  if (expression instanceof expressions.FilterQuery) {
    const { path, from } = queried(expression, reading);
    return (walk, place) => path.selectsAny(walk, from(place));
  }
  if (expression instanceof expressions.FunctionExtension) return matching(expression, reading);
  if (expression instanceof expressions.InfixExpression) return infix(expression, reading);
  throw unreadable(expression);
}

function infix({ operator, left, right }: jsonpath.expressions.InfixExpression, reading: Reading): Holds {
  if (operator === "&&" || operator === "||") {
    const [one, other] = [holding(left, reading), holding(right, reading)];
    const isAnd = operator === "&&";
    return function* (walk, place) {
      return (yield* one(walk, place)) === isAnd ? yield* other(walk, place) : !isAnd;
    };
  }
  const compare = COMPARISONS[operator];
  if (compare === undefined) throw new InvalidOptionError(`This JSONPath can't be read: ${operator}.`);
  const [one, other] = [operandOf(left, reading), operandOf(right, reading)];
  return function* (walk, place) {
    return compare(yield* one(walk, place), yield* other(walk, place));
  };
}

const COMPARISONS: Readonly<Record<string, (left: Operand, right: Operand) => boolean>> = {
  "==": isEqual,
  "!=": (left, right) => !isEqual(left, right),
  "<": isLess,
  ">": (left, right) => isLess(right, left),
  "<=": (left, right) => isLess(left, right) || isEqual(left, right),
  ">=": (left, right) => isLess(right, left) || isEqual(left, right),
};

function isEqual(left: Operand, right: Operand): boolean {
  if (!(left instanceof Container && right instanceof Container)) return left === right;
  if (left.text === right.text) return true;
  if (left.text.length + right.text.length > MOST_COMPARED) {
    throw new LimitError(
      `The filter was stopped: it compares objects or arrays of more than ${MOST_COMPARED} characters.`,
    );
  }
  return equalJson(left.text, right.text);
}

function isLess(left: Operand, right: Operand): boolean {
  if (typeof left === "number" && typeof right === "number") return left < right;
  return typeof left === "string" && typeof right === "string" && left < right;
}

/** `match` and `search`. */
function matching(call: jsonpath.expressions.FunctionExtension, reading: Reading): Holds {
  const [subject, pattern] = call.args;
  if ((call.name !== "match" && call.name !== "search") || subject === undefined || pattern === undefined)
    throw unreadable(call);
  if (pattern instanceof expressions.StringLiteral && reading.patterns.compile(pattern.value) === null) {
    throw new InvalidOptionError(
      `This JSONPath can't be read: ${JSON.stringify(pattern.value)} is no regular expression as JSONPath has them ` +
        "(RFC 9485: no \\d, \\w, \\b or look-around; write [0-9]).",
    );
  }
  const [subjectOf, patternOf] = [operandOf(subject, reading), operandOf(pattern, reading)];
  const isWhole = call.name === "match";
  return function* (walk, place) {
    const text = yield* subjectOf(walk, place);
    const wanted = yield* patternOf(walk, place);
    if (typeof text !== "string" || typeof wanted !== "string") return false;
    const found = reading.patterns.compile(wanted);
    if (found === null) return false;
    if (isTooLong(wanted, text)) {
      throw new LimitError(
        `The filter was stopped: a text of ${text.length} characters is too long for an expression of ${wanted.length}.`,
      );
    }
    if (walk.spend(text.length + wanted.length)) yield null;
    return isWhole ? found.testExact(text) : found.test(text);
  };
}

function operandOf(expression: jsonpath.expressions.FilterExpression, reading: Reading): ValueOf {
  if (
    expression instanceof expressions.StringLiteral ||
    expression instanceof expressions.NumberLiteral ||
    expression instanceof expressions.BooleanLiteral
  )
    return constant(expression.value);
  if (expression instanceof expressions.NullLiteral) return constant(null);
  if (expression instanceof expressions.FilterQuery) return onlyOne(expression, reading);
  if (expression instanceof expressions.FunctionExtension) return calling(expression, reading);
  throw unreadable(expression);
}

function constant(value: Operand): ValueOf {
  // biome-ignore lint/correctness/useYield: a constant needs no walk.
  return function* () {
    return value;
  };
}

/** `length`, `count` and `value`. */
function calling({ name, args }: jsonpath.expressions.FunctionExtension, reading: Reading): ValueOf {
  const [argument] = args;
  if (argument === undefined) throw new InvalidOptionError(`This JSONPath can't be read: ${name}().`);
  if (name === "length") {
    if (argument instanceof expressions.FilterQuery) return lengthOf(argument, reading);
    const inner = operandOf(argument, reading);
    return function* (walk, place) {
      const value = yield* inner(walk, place);
      return typeof value === "string" ? codePoints(value) : NOTHING;
    };
  }
  if (!(argument instanceof expressions.FilterQuery)) throw unreadable(argument);
  if (name === "value") return onlyOne(argument, reading);
  if (name === "count") {
    const { path, from } = queried(argument, reading);
    return function* (walk, place) {
      let count = 0;
      for (const found of path.select(walk, from(place))) {
        if (found === null) yield null;
        else count += 1;
      }
      return count;
    };
  }
  throw new InvalidOptionError(`This JSONPath can't be read: there is no function ${name}.`);
}

function lengthOf(query: jsonpath.expressions.FilterQuery, reading: Reading): ValueOf {
  const { path, from } = queried(query, reading);
  return function* (walk, place) {
    const found = yield* single(path, walk, from(place));
    if (found < 0) return NOTHING;
    if (walk.isObject(found) || walk.isArray(found)) return yield* walk.childCount(found);
    const value = yield* operandAt(walk, found);
    return typeof value === "string" ? codePoints(value) : NOTHING;
  };
}

/** The value of the single selected place; Nothing if none or several are selected. */
function onlyOne(query: jsonpath.expressions.FilterQuery, reading: Reading): ValueOf {
  const { path, from } = queried(query, reading);
  return function* (walk, place) {
    const found = yield* single(path, walk, from(place));
    return found < 0 ? NOTHING : yield* operandAt(walk, found);
  };
}

function queried(
  query: jsonpath.expressions.FilterQuery,
  { readPath }: Reading,
): {
  readonly path: Path;
  readonly from: (place: number) => number;
} {
  const isRoot = query instanceof expressions.RootQuery;
  return { path: readPath(query.path), from: (place) => (isRoot ? 0 : place) };
}

/** The single selected place; -1 for none or several. */
function* single(path: Path, walk: Walk, place: number): Walking<number> {
  let only = -1;
  for (const found of path.select(walk, place)) {
    if (found === null) yield null;
    else if (only >= 0) return -1;
    else only = found;
  }
  return only;
}

function* operandAt(walk: Walk, place: number): Walking<Operand> {
  const end = yield* walk.after(place);
  const { text } = walk;
  switch (walk.startOf(place)) {
    case 34:
      return nameAt(text, place + 1, end - 1);
    case 116:
      return true;
    case 102:
      return false;
    case 110:
      return null;
    case 123:
    case 91:
      return new Container(text.slice(place, end));
    default:
      return Number(text.slice(place, end));
  }
}

/** The number of Unicode code points. */
function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c >= 0xdc00 && c <= 0xdfff) count -= 1;
  }
  return count;
}

function unreadable(expression: jsonpath.expressions.FilterExpression): InvalidOptionError {
  return new InvalidOptionError(`This JSONPath can't be read: ${expression.toString()} can't stand there.`);
}
