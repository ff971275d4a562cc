import { fail } from "./failure.ts";

/** The offset after the string whose opening quote is at `i`. */
export function scanString(text: string, i: number, depth: number): number {
  const opening = i;
  i += 1;
  for (;;) {
    const c = text.charCodeAt(i);
    if (c === 34) return i + 1;
    if (c >= 32 && c !== 92 && c < 0xd800) i += 1;
    else if (c === 92) i = scanEscape(text, i, depth);
    else if (c >= 0xe000) i += 1;
    else if (c >= 0xd800) i = scanPair(text, i, depth);
    else failInString(text, i, c, opening, depth);
  }
}

/**
 * The same from a place inside it on. Below zero when `until` was passed before the end: then the bitwise complement of where
 * to go on. A loop of its own, for `scanString` is what small values spend their time in.
 */
export function scanStringFrom(
  text: string,
  i: number,
  opening: number,
  depth: number,
  until: number,
): number {
  while (i < until) {
    const c = text.charCodeAt(i);
    if (c === 34) return i + 1;
    if (c >= 32 && c !== 92 && c < 0xd800) i += 1;
    else if (c === 92) i = scanEscape(text, i, depth);
    else if (c >= 0xe000) i += 1;
    else if (c >= 0xd800) i = scanPair(text, i, depth);
    else failInString(text, i, c, opening, depth);
  }
  return ~i;
}

function scanPair(text: string, i: number, depth: number): number {
  const next = text.charCodeAt(i + 1);
  if (text.charCodeAt(i) < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) return i + 2;
  const cut = i + 1 >= text.length;
  return fail(text, i, depth, "Expected text that Unicode can say, found half of a surrogate pair", cut);
}

function scanEscape(text: string, i: number, depth: number): number {
  const c = text.charCodeAt(i + 1);
  if (c === 117) return scanUnicodeEscape(text, i, depth);
  // " \ / b f n r t
  if (c === 34 || c === 92 || c === 47 || c === 98 || c === 102 || c === 110 || c === 114 || c === 116) {
    return i + 2;
  }
  if (Number.isNaN(c))
    fail(text, i, depth, "Expected the rest of an escape, found the end of the text", true);
  return fail(text, i, depth, `Expected an escape that JSON knows, found \\${text.slice(i + 1, i + 2)}`);
}

function scanUnicodeEscape(text: string, i: number, depth: number): number {
  const unit = hexUnit(text, i, depth);
  if (unit < 0xd800 || unit > 0xdfff) return i + 6;
  if (unit < 0xdc00 && text.startsWith("\\u", i + 6)) {
    const low = hexUnit(text, i + 6, depth);
    if (low >= 0xdc00 && low <= 0xdfff) return i + 12;
  }
  const found = text.slice(i, i + 6);
  const cut = i + 7 >= text.length;
  return fail(
    text,
    i,
    depth,
    `Expected text that Unicode can say, found half of a surrogate pair (${found})`,
    cut,
  );
}

/** The code unit of the `\uXXXX` at `i`. */
function hexUnit(text: string, i: number, depth: number): number {
  const digits = text.slice(i + 2, i + 6);
  if (/^[0-9a-fA-F]{4}$/.test(digits)) return Number.parseInt(digits, 16);
  const cut = i + 6 > text.length;
  return fail(text, i, depth, "Expected four hexadecimal digits after \\u", cut);
}

function failInString(text: string, i: number, c: number, opening: number, depth: number): never {
  if (c === 10 || c === 13) {
    fail(
      text,
      i,
      depth,
      "Expected the end of the string, found the end of the line; write \\n for a line break",
    );
  }
  if (c < 32) {
    const code = c.toString(16).padStart(4, "0");
    const name = `U+${code.toUpperCase()}`;
    fail(text, i, depth, `Expected no control characters in a string, found ${name}; write \\u${code}`);
  }
  fail(
    text,
    opening,
    depth,
    "Expected the string that begins here to be closed, found the end of the text",
    true,
  );
}
