import { endOfString, membersFrom } from "../../../shared/json/scanner.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** A number that a JavaScript number distinguishes from every other one of this length. */
const PLAIN_NUMBER = /^-?[\d.]{1,15}$/;

/**
 * Whether two texts without white space definitely have different values, judged from the place where they first
 * differ. Up to there they have the same members in the same order. So if a scalar differs there, the values differ,
 * and so they do if an object has other names from there on. In most cases this avoids parsing both. False means
 * undecided.
 */
export function surelyDiffers(a: string, b: string): boolean {
  if (a === b) return false;
  const length = Math.min(a.length, b.length);
  let inString = false;
  let opened = 0;
  let at = 0;
  for (; at < length; at += 1) {
    const code = a.charCodeAt(at);
    if (code !== b.charCodeAt(at)) break;
    if (code === QUOTE) {
      inString = !inString;
      opened = at;
    } else if (code === BACKSLASH) {
      at += 1;
      if (a.charCodeAt(at) !== b.charCodeAt(at)) return false;
    }
  }
  return inString ? stringsDiffer(a, b, opened) : tokensDiffer(a, b, at);
}

/** The strings that begin here are different: values, or names of members, if a colon follows. */
function stringsDiffer(a: string, b: string, opened: number): boolean {
  const end = endOfString(a, opened);
  if (a.charCodeAt(end) === COLON) return namesDiffer(a, b, opened);
  return ![a.slice(opened, end), b.slice(opened, endOfString(b, opened))].some((text) => text.includes("\\"));
}

/**
 * Whether an object has other names than another one, from the members on that begin here; the ones before are equal.
 */
function namesDiffer(a: string, b: string, opened: number): boolean {
  const names = new Set<string>();
  for (const { name } of membersFrom(a, opened)) names.add(name);
  for (const { name } of membersFrom(b, opened)) if (!names.delete(name)) return true;
  return names.size > 0;
}

function tokensDiffer(a: string, b: string, at: number): boolean {
  let start = at;
  while (start > 0 && isOfNumber(a.charCodeAt(start - 1))) start -= 1;
  const x = numberAt(a, start);
  const y = numberAt(b, start);
  // Not two numbers: the values have different types, or one list ends where the other continues.
  if (x === y || x === "" || y === "") return true;
  return PLAIN_NUMBER.test(x) && PLAIN_NUMBER.test(y) && Number(x) !== Number(y);
}

function numberAt(text: string, start: number): string {
  let end = start;
  while (isOfNumber(text.charCodeAt(end))) end += 1;
  return text.slice(start, end);
}

/** A digit or one of `+ - . E e`. */
function isOfNumber(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 43 || code === 69 || code === 101
  );
}
