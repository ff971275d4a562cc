import type { JsonText } from "../../../../shared/model/index.ts";
import { JsonPath } from "./jsonPath.ts";
import { memberQuery } from "./memberQuery.ts";
import { Walk, type Walking } from "./walk.ts";

/**
 * Whether a value matches. It yields where other work may run, and throws a `LimitError` if it would take too many
 * steps.
 */
export type ValueQuery = (text: JsonText) => Walking<boolean>;

/** Characters of a text searched at once. */
const PIECE = 1 << 20;

/**
 * Parses a filter on values:
 * - `$.items[?@.price < 10]`: a JSONPath (RFC 9535) that selects something;
 * - `email: *@example.com`: a member with that name, at any depth, with that value. `*` stands for any text, and case
 *   is ignored; a number, `true`, `false`, `null` or a quoted string is compared as JSON; `<`, `<=`, `>`, `>=` compare
 *   numbers or texts, `!=` negates. A path `address.city: Bern` names members within members, `*` any one; a leading
 *   dot anchors it at the top of the value;
 * - anything else: text that the value contains, ignoring case.
 *
 * @throws {InvalidOptionError} if a JSONPath is invalid.
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
      // A match may begin in one piece and end in the next.
      const lower = text.slice(from, from + PIECE + longest).toLowerCase();
      if (lower.includes(plain) || (escaped !== plain && lower.includes(escaped))) return true;
      if (from + PIECE >= text.length) return false;
      yield null;
    }
  };
}
