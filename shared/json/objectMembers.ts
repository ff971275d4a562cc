import type { JsonText } from "../model/index.ts";
import { endOfString, endOfValue } from "./ends.ts";
import { nameAt } from "./failure.ts";

interface Member {
  readonly name: string;
  readonly text: JsonText;
}

/**
 * The members of an object's text, in order, without parsing their values. Yields nothing for a text of another type.
 */
export function* members(text: JsonText): Generator<Member> {
  if (text.charCodeAt(0) === 123) yield* membersFrom(text, 1);
}

/** The members of an object within valid text without white space, starting at the member whose name begins at `i`. */
export function* membersFrom(text: string, i: number): Generator<Member> {
  while (text.charCodeAt(i) === 34) {
    const colon = endOfString(text, i);
    const name = nameAt(text, i + 1, colon - 1);
    const end = endOfValue(text, colon + 1);
    yield { name, text: text.slice(colon + 1, end) as JsonText };
    if (text.charCodeAt(end) !== 44) return;
    i = end + 1;
  }
}

/** The text of one member of an object's text; undefined if it does not exist. */
export function memberOf(text: JsonText, name: string): JsonText | undefined {
  return membersOf(text, name)[0];
}

/** The texts of these members of an object's text, in the order of the names; undefined where one does not exist. */
export function membersOf(text: JsonText, ...names: readonly (string | null)[]): (JsonText | undefined)[] {
  const found: (JsonText | undefined)[] = [];
  let missing = 0;
  for (const name of names) {
    found.push(undefined);
    if (name !== null) missing += 1;
  }
  if (text.charCodeAt(0) !== 123) return found;
  // The same loop as in `members`. Each line of an import is read with it, and a generator would take 7 % longer.
  for (let i = 1; missing > 0 && text.charCodeAt(i) === 34; ) {
    const colon = endOfString(text, i);
    const name = nameAt(text, i + 1, colon - 1);
    const end = endOfValue(text, colon + 1);
    for (let n = 0; n < names.length; n += 1) {
      if (names[n] !== name) continue;
      found[n] = text.slice(colon + 1, end) as JsonText;
      missing -= 1;
    }
    i = end + 1;
  }
  return found;
}

/** The items of an array's text, in order, without parsing them. Yields nothing for a text of another type. */
export function* items(text: JsonText): Generator<JsonText> {
  if (text.charCodeAt(0) !== 91 || text.charCodeAt(1) === 93) return;
  for (let i = 1; i < text.length; ) {
    const end = endOfValue(text, i);
    yield text.slice(i, end) as JsonText;
    i = end + 1;
  }
}
