import { RE2JS } from "re2js";

/** Pairs of a character of the pattern and one of the text; with more, a match would block the thread too long. */
const MOST_PAIRS = 1 << 28;

/** The most cached expressions; a pattern may come from the data and differ for each item. */
const MOST_KEPT = 64;

/**
 * The parts of an I-Regexp: an escape, a class of characters, a quantity (RE2 accepts up to 1,000), or one character.
 */
const ESCAPE = String.raw`\\(?:[pP]\{(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)\}|[$()*+.?[\\\]^nrt{|}-])`;
const TOKEN = new RegExp(
  String.raw`${ESCAPE}|\[\^?(?:${ESCAPE}|[^[\]\\])+\]|\{\d{1,4}(?:,(?:\d{1,4})?)?\}|[^\\[\]{}]`,
  "uy",
);

/**
 * The regular expressions of JSONPath's `match` and `search`: I-Regexp (RFC 9485), run by RE2 in time linear in the
 * text.
 */
export class Expressions {
  readonly #kept = new Map<string, RE2JS | null>();

  /** The expression; null if the pattern is invalid, which for JSONPath matches nothing. */
  compile(pattern: string): RE2JS | null {
    const known = this.#kept.get(pattern);
    if (known !== undefined) return known;
    const expression = compile(pattern);
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? "");
    this.#kept.set(pattern, expression);
    return expression;
  }
}

/** Whether matching this text with this pattern would take too long. */
export function isTooLong(pattern: string, text: string): boolean {
  return pattern.length * text.length > MOST_PAIRS;
}

function compile(pattern: string): RE2JS | null {
  const translated = toRe2(pattern);
  if (translated === null) return null;
  try {
    return RE2JS.compile(translated);
  } catch {
    // More than RE2 accepts, such as 2,000 repetitions: treated as invalid.
    return null;
  }
}

/**
 * An I-Regexp in RE2's syntax; null if it is invalid. A `^` at the start and a `$` at the end are anchors, as in
 * ECMAScript.
 */
export function toRe2(pattern: string): string | null {
  let out = "";
  let depth = 0;
  /** Whether a quantity may follow. */
  let atom = false;
  TOKEN.lastIndex = 0;
  for (let read = 0; read < pattern.length; read = TOKEN.lastIndex) {
    const token = TOKEN.exec(pattern)?.[0];
    if (token === undefined) return null;
    const isQuantity = /^[*+?{]/.test(token);
    if (isQuantity && !atom) return null;
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth < 0) return null;
    atom = !(isQuantity || token === "(" || token === "|");
    out += WRITTEN[token] ?? token;
  }
  return depth === 0 ? out : null;
}

/** Characters with another notation in RE2. */
const WRITTEN: Readonly<Record<string, string>> = { "(": "(?:", ".": "[^\\n\\r]" };
