import { endOfString } from "./ends.ts";
import { minify } from "./minify.ts";

/**
 * The JSON value, indented over lines; numbers, escapes and member order stay as they are written.
 *
 * @param indent The indentation of each level: a number of spaces, or a text.
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function formatJson(text: string, indent: number | string = 2): string {
  return layOut(minify(text), typeof indent === "string" ? indent : " ".repeat(indent), Infinity);
}

/**
 * The first characters of the result of `formatJson`, without reading further.
 *
 * @param text Valid, without white space; or the beginning of such a text.
 */
export function formatBeginning(text: string, indent: number, length: number): string {
  return layOut(text, " ".repeat(indent), length).slice(0, length);
}

/** Stops once the formatted text has this length. */
function layOut(compact: string, step: string, length: number): string {
  const breaks: string[] = [];
  const lineBreak = (depth: number) => (breaks[depth] ??= `\n${step.repeat(depth)}`);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let i = 0;
  while (i < compact.length && i < length) {
    const c = compact.charCodeAt(i);
    if (c === 34) {
      // A cut text may end inside a string.
      i = endOfString(compact, i) || compact.length;
      continue;
    }
    i += 1;
    if (c === 123 || c === 91) {
      const empty = compact.charCodeAt(i) === c + 2;
      if (empty) {
        i += 1;
        continue;
      }
      depth += 1;
      parts.push(compact.slice(from, i), lineBreak(depth));
      from = i;
    } else if (c === 125 || c === 93) {
      depth -= 1;
      parts.push(compact.slice(from, i - 1), lineBreak(depth));
      from = i - 1;
    } else if (c === 44) {
      parts.push(compact.slice(from, i), lineBreak(depth));
      from = i;
    } else if (c === 58) {
      parts.push(compact.slice(from, i), " ");
      from = i;
    }
  }
  parts.push(compact.slice(from, i));
  return parts.join("");
}
