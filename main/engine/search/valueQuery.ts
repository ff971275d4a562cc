import { type JSONValue, jsonpath } from "json-p3";
import { RE2JS } from "re2js";
import {
  ExactNumber,
  type ExactValue,
  equalExact,
  isExactArray,
  isExactObject,
  parseExact,
} from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { InvalidOptionError } from "../errors.ts";

/** Answers whether a value is one that was asked for. */
export type ValueQuery = (text: JsonText) => boolean;

type Test = (value: ExactValue) => boolean;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/**
 * Reads a question to a value:
 * - `$.items[?@.price < 10]`: a JSONPath (RFC 9535) that selects something;
 * - `email: *@example.com`: a member of that name, at any depth, with that value. `*` stands for any text, and case
 *   does not count; a number, `true`, `false`, `null` or a quoted string is compared as JSON; `<`, `<=`, `>`, `>=`
 *   compare numbers or texts, `!=` negates. A path `address.city: Bern` names members within members, `*` any one;
 *   a dot in front ties it to the top of the value;
 * - anything else: text that the value contains, without regard to case.
 *
 * @throws {InvalidOptionError} if a JSONPath can't be read.
 */
export function valueQuery(question: string): ValueQuery {
  const trimmed = question.trim();
  if (trimmed.startsWith("$")) return pathQuery(trimmed);
  const member = /^(\.?(?:[^\s:."]+)(?:\.[^\s:."]+)*)\s*:(?!\/\/)\s*(.+)$/su.exec(trimmed);
  if (member) return memberQuery(member[1] as string, member[2] as string);
  return containsQuery(trimmed);
}

function containsQuery(wanted: string): ValueQuery {
  const plain = wanted.toLowerCase();
  // Inside strings the stored text has escapes.
  const escaped = JSON.stringify(wanted).slice(1, -1).toLowerCase();
  return (text) => {
    const lower = text.toLowerCase();
    return lower.includes(plain) || (escaped !== plain && lower.includes(escaped));
  };
}

function pathQuery(path: string): ValueQuery {
  try {
    const query = jsonpath.compile(path);
    return (text) => query.match(JSON.parse(text) as JSONValue) !== undefined;
  } catch (error) {
    throw new InvalidOptionError(`This JSONPath can't be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

function memberQuery(path: string, wanted: string): ValueQuery {
  const anchored = path.startsWith(".");
  const names = (anchored ? path.slice(1) : path).split(".");
  const test = valueTest(wanted.trim());
  // A value that does not even have the last name in its text need not be parsed.
  const last = names.at(-1) as string;
  const mark = last === "*" ? "" : JSON.stringify(last);
  return (text) => text.includes(mark) && found(parseExact(text), names, 0, anchored, test);
}

function found(
  value: ExactValue,
  names: readonly string[],
  at: number,
  anchored: boolean,
  test: Test,
): boolean {
  if (at === names.length) return test(value) || (isExactArray(value) && value.some(test));
  const name = names[at] as string;
  for (const [member, child] of childrenOf(value)) {
    if ((name === "*" || name === member) && found(child, names, at + 1, true, test)) return true;
    // Items of arrays on the way need not be named.
    const through = isExactArray(value) || (at === 0 && !anchored);
    if (through && found(child, names, at, anchored, test)) return true;
  }
  return false;
}

function childrenOf(value: ExactValue): Iterable<readonly [string, ExactValue]> {
  if (isExactObject(value)) return value;
  if (isExactArray(value)) return value.map((item, position) => [String(position), item] as const);
  return [];
}

function valueTest(wanted: string): Test {
  const negated = /^!=\s*(.*)$/s.exec(wanted);
  if (negated) {
    const test = valueTest(negated[1] as string);
    return (value) => !test(value);
  }
  const compared = /^(<=|>=|<|>)\s*(.*)$/s.exec(wanted);
  if (compared)
    return comparison(
      COMPARISONS[compared[1] as string] as (order: number) => boolean,
      compared[2] as string,
    );
  const literal = asJson(wanted);
  const glob = RE2JS.compile(
    wanted
      .split("*")
      .map((part) => RE2JS.quote(part))
      .join(".*"),
    RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL,
  );
  return (value) =>
    (literal !== undefined && equalExact(value, literal)) ||
    (typeof value === "string" && glob.testExact(value));
}

function comparison(holds: (order: number) => boolean, wanted: string): Test {
  const number = Number(wanted);
  const text = asJson(wanted);
  const asText = typeof text === "string" ? text : wanted;
  return (value) => {
    if (typeof value === "number" || value instanceof ExactNumber) {
      return !Number.isNaN(number) && holds(Number(value) - number);
    }
    return (
      typeof value === "string" && Number.isNaN(number) && holds(value < asText ? -1 : value > asText ? 1 : 0)
    );
  };
}

function asJson(text: string): ExactValue | undefined {
  try {
    return parseExact(text);
  } catch {
    // Not JSON: then it is text to look for.
    return undefined;
  }
}
