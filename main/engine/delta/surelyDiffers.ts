import { endOfString, membersFrom } from "../../../shared/json/scanner.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** A number that a JavaScript number tells from every other one written as short. */
const PLAIN_NUMBER = /^-?[\d.]{1,15}$/;

/**
 * Whether two texts without white space say different values, as far as the place where they first differ tells: up to
 * there they have the same members in the same order, so a scalar that differs there differs for good, and so does an
 * object that has other names from there on. It spares parsing both in most cases. False says nothing.
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

/** The strings that begin here are different texts: values, or names of members, as a colon behind them tells. */
function stringsDiffer(a: string, b: string, opened: number): boolean {
  const end = endOfString(a, opened);
  if (a.charCodeAt(end) === COLON) return namesDiffer(a, b, opened);
  return ![a.slice(opened, end), b.slice(opened, endOfString(b, opened))].some((text) => text.includes("\\"));
}

/** Whether an object has other names than another one, from the members on that begin here: those before are the same. */
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
  // Anything but two numbers: values of two types, or one text ends a list where the other goes on.
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
