import { fail, failUnexpected } from "./failure.ts";

/** The offset after the number that begins at `i` with a digit or a minus. */
export function scanNumber(text: string, i: number, depth: number): number {
  const start = i;
  let c = text.charCodeAt(i);
  if (c === 45) {
    i += 1;
    c = text.charCodeAt(i);
    if (!isDigit(c)) failAfterMinus(text, start, depth);
  }
  if (c === 48) {
    i += 1;
    if (isDigit(text.charCodeAt(i))) fail(text, start, depth, "Expected a number without leading zeros");
  } else {
    i = skipDigits(text, i);
  }
  c = text.charCodeAt(i);
  if (c === 46) {
    const fraction = i + 1;
    i = skipDigits(text, fraction);
    if (i === fraction) failDigit(text, start, i, depth, "after the decimal point");
    c = text.charCodeAt(i);
  }
  if (c === 101 || c === 69) {
    i += 1;
    c = text.charCodeAt(i);
    if (c === 43 || c === 45) i += 1;
    const exponent = i;
    i = skipDigits(text, exponent);
    if (i === exponent) failDigit(text, start, i, depth, "in the exponent");
  }
  return i;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function skipDigits(text: string, i: number): number {
  let c = text.charCodeAt(i);
  while (c >= 48 && c <= 57) {
    i += 1;
    c = text.charCodeAt(i);
  }
  return i;
}

function failDigit(text: string, start: number, i: number, depth: number, where: string): never {
  fail(text, start, depth, `Expected a digit ${where} of this number`, i >= text.length);
}

function failAfterMinus(text: string, start: number, depth: number): never {
  if (start + 1 >= text.length) fail(text, start, depth, "Expected a digit after the minus", true);
  failUnexpected(text, start, depth, "a number");
}
