const QUOTE = 34;
const BACKSLASH = 92;

/** A number that a JavaScript number tells from every other one written as short. */
const PLAIN_NUMBER = /^-?[\d.]{1,15}$/;

/**
 * Whether two texts without white space say different values, as far as the place where they first differ tells: up to
 * there they have the same members in the same order, so a scalar that differs there differs for good. It spares
 * parsing both in most cases. False says nothing.
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
      return false;
    }
  }
  return inString ? stringsDiffer(a, b, opened) : tokensDiffer(a, b, at);
}

/** The strings that begin here are different texts; whether they are values, and not names of members, the text before says. */
function stringsDiffer(a: string, b: string, opened: number): boolean {
  const before = a.charCodeAt(opened - 1);
  const isValue = opened === 0 || before === 58 || before === 91;
  return isValue && !stringAt(a, opened).includes("\\") && !stringAt(b, opened).includes("\\");
}

function stringAt(text: string, opened: number): string {
  return text.slice(opened, text.indexOf('"', opened + 1) + 1);
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
