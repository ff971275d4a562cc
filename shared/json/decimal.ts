/**
 * A text that is equal for two JSON number literals exactly if they have the same decimal value: `1`, `1.0` and `10e-1`
 * give one text, 12345678901234567890 and 12345678901234567891 give two. `-0` equals `0`.
 */
export function canonicalDecimal(literal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal);
  if (match === null) throw new RangeError(`Expected a JSON number, found ${literal}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = withoutZerosAtEnd(digits);
  if (significant === "") return "0";
  // An exponent may have any length; only BigInt holds every one.
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}

/** Equivalent to `/0+$/`, which takes quadratic time for a run of zeros further in front. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}

/** Whether two JSON number literals have the same decimal value (rule V6). */
export function equalDecimals(a: string, b: string): boolean {
  return a === b || canonicalDecimal(a) === canonicalDecimal(b);
}
