import { endOfString } from "./exact.ts";
import { minify } from "./minify.ts";

/**
 * The same JSON value laid out over lines; numbers, escapes and member order stay as they are written.
 *
 * @param indent Spaces for each level.
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function formatJson(text: string, indent = 2): string {
  const compact = minify(text);
  const breaks: string[] = [];
  const lineBreak = (depth: number) => (breaks[depth] ??= `\n${" ".repeat(indent * depth)}`);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let i = 0;
  while (i < compact.length) {
    const c = compact.charCodeAt(i);
    if (c === 34) {
      i = endOfString(compact, i);
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
  parts.push(compact.slice(from));
  return parts.join("");
}
