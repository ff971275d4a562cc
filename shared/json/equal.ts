import { equalDecimals } from "./decimal.ts";
import { ExactNumber, type ExactValue, isExactArray, isExactObject, parseExact } from "./exact.ts";

/** Text that may contain a number that a JavaScript number cannot represent exactly: 16 digits or an exponent. */
const DELICATE_NUMBER = /[\d.]{16}|\d[eE]/;

/**
 * Whether two JSON texts have the same value: the order of members is ignored, numbers are compared exactly as decimals
 * (rule V6). Equal texts are recognised at once.
 */
export function equalJson(a: string, b: string): boolean {
  if (a === b) return true;
  if (DELICATE_NUMBER.test(a) || DELICATE_NUMBER.test(b)) return equalExact(parseExact(a), parseExact(b));
  return equalPlain(JSON.parse(a), JSON.parse(b));
}

/** `equalJson` for parsed trees. */
export function equalExact(a: ExactValue, b: ExactValue): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && equalDecimals(literalOf(a), literalOf(b));
  if (isExactArray(a)) {
    if (!isExactArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equalExact(item, b[index] as ExactValue));
  }
  if (isExactObject(a)) {
    if (!isExactObject(b) || a.size !== b.size) return false;
    for (const [name, member] of a) {
      const other = b.get(name);
      if (other === undefined || !equalExact(member, other)) return false;
    }
    return true;
  }
  return false;
}

function isNumber(value: ExactValue): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

function literalOf(value: number | ExactNumber): string {
  return value instanceof ExactNumber ? value.literal : String(value);
}

function equalPlain(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i += 1) if (!equalPlain(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(b, name)) return false;
    if (!equalPlain((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name])) return false;
  }
  return true;
}
