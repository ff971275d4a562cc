import type { JsonText } from "../model/index.ts";
import { endOfString } from "./ends.ts";
import { minify } from "./minify.ts";

/** A number whose literal a JavaScript number would not reproduce: `1.0`, `1e400`, `12345678901234567890`, `-0`. */
export class ExactNumber {
  readonly literal: string;

  constructor(literal: string) {
    this.literal = literal;
  }

  toString(): string {
    return this.literal;
  }

  /** The nearest JavaScript number. */
  valueOf(): number {
    return Number(this.literal);
  }
}

/**
 * A JSON value as a tree that preserves everything in its text. Objects are maps, because a JavaScript object reorders
 * members like "2" and "1" and gives `__proto__` a meaning.
 */
export type ExactValue =
  | null
  | boolean
  | string
  | number
  | ExactNumber
  | readonly ExactValue[]
  | ReadonlyMap<string, ExactValue>;

/**
 * Parses without loss: `stringifyExact(parseExact(text))` is `minify(text)`, except that escapes in strings take their
 * shortest form.
 *
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function parseExact(text: string): ExactValue {
  return new Parser(minify(text)).value();
}

/** The text of an exact tree, without white space. */
export function stringifyExact(value: ExactValue): JsonText {
  const parts: string[] = [];
  append(value, parts);
  return parts.join("") as JsonText;
}

/** The tree with plain objects (without a prototype) in place of maps, for code that knows only those. */
export function toPlain(value: ExactValue): unknown {
  if (isExactArray(value)) return value.map(toPlain);
  if (!isExactObject(value)) return value;
  const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of value) plain[name] = toPlain(member);
  return plain;
}

export function isExactObject(value: ExactValue): value is ReadonlyMap<string, ExactValue> {
  return value instanceof Map;
}

export function isExactArray(value: ExactValue): value is readonly ExactValue[] {
  return Array.isArray(value);
}

/** A JavaScript number if it reproduces the literal, else an `ExactNumber`. */
export function exactNumber(literal: string): number | ExactNumber {
  const number = Number(literal);
  return String(number) === literal ? number : new ExactNumber(literal);
}

function append(value: ExactValue, parts: string[]): void {
  if (isExactArray(value)) {
    parts.push("[");
    let first = true;
    for (const item of value) {
      if (!first) parts.push(",");
      first = false;
      append(item, parts);
    }
    parts.push("]");
  } else if (isExactObject(value)) {
    parts.push("{");
    let first = true;
    for (const [name, member] of value) {
      parts.push(first ? "" : ",", JSON.stringify(name), ":");
      first = false;
      append(member, parts);
    }
    parts.push("}");
  } else if (value instanceof ExactNumber) {
    parts.push(value.literal);
  } else {
    parts.push(Object.is(value, -0) ? "-0" : JSON.stringify(value));
  }
}

/** Parses valid text without white space. Its depth is bounded, and so is the recursion. */
class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: JsonText) {
    this.#text = text;
  }

  value(): ExactValue {
    switch (this.#text.charCodeAt(this.#at)) {
      case 123:
        return this.#object();
      case 91:
        return this.#array();
      case 34:
        return this.#string();
      case 116:
        this.#at += 4;
        return true;
      case 102:
        this.#at += 5;
        return false;
      case 110:
        this.#at += 4;
        return null;
      default:
        return this.#number();
    }
  }

  #object(): ReadonlyMap<string, ExactValue> {
    const members = new Map<string, ExactValue>();
    this.#at += 1;
    while (this.#text.charCodeAt(this.#at) !== 125) {
      if (this.#text.charCodeAt(this.#at) === 44) this.#at += 1;
      const name = this.#string();
      this.#at += 1;
      members.set(name, this.value());
    }
    this.#at += 1;
    return members;
  }

  #array(): ExactValue[] {
    const items: ExactValue[] = [];
    this.#at += 1;
    while (this.#text.charCodeAt(this.#at) !== 93) {
      if (this.#text.charCodeAt(this.#at) === 44) this.#at += 1;
      items.push(this.value());
    }
    this.#at += 1;
    return items;
  }

  #string(): string {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    this.#at = end;
    const raw = this.#text.slice(start + 1, end - 1);
    return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  #number(): number | ExactNumber {
    const start = this.#at;
    let c = this.#text.charCodeAt(this.#at);
    while ((c >= 48 && c <= 57) || c === 45 || c === 43 || c === 46 || c === 69 || c === 101) {
      this.#at += 1;
      c = this.#text.charCodeAt(this.#at);
    }
    return exactNumber(this.#text.slice(start, this.#at));
  }
}
