import type { JsonText } from "../../../../shared/model/index.ts";
import { JsonPath } from "./jsonPath.ts";
import { memberQuery } from "./memberQuery.ts";
import { Walk, type Walking } from "./walk.ts";

/**
 * Answers whether a value is one that was asked for; it yields where something else may be done before it goes on, and
 * throws a `LimitError` where it would take too many steps.
 */
export type ValueQuery = (text: JsonText) => Walking<boolean>;

/** Characters of a text that are looked through at once. */
const PIECE = 1 << 20;

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
  if (trimmed.startsWith("$")) {
    const path = JsonPath.compile(trimmed);
    return (text) => path.selectsAny(new Walk(text), 0);
  }
  const member = /^(\.?(?:[^\s:."]+)(?:\.[^\s:."]+)*)\s*:(?!\/\/)\s*(.+)$/su.exec(trimmed);
  if (member) {
    const query = memberQuery(member[1] as string, member[2] as string);
    return (text) => query(new Walk(text));
  }
  return containsQuery(trimmed);
}

function containsQuery(wanted: string): ValueQuery {
  const plain = wanted.toLowerCase();
  // Inside strings the stored text has escapes.
  const escaped = JSON.stringify(wanted).slice(1, -1).toLowerCase();
  const longest = Math.max(plain.length, escaped.length);
  return function* (text) {
    for (let from = 0; ; from += PIECE) {
      // What begins in one piece may end in the next.
      const lower = text.slice(from, from + PIECE + longest).toLowerCase();
      if (lower.includes(plain) || (escaped !== plain && lower.includes(escaped))) return true;
      if (from + PIECE >= text.length) return false;
      yield null;
    }
  };
}
