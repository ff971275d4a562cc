import { endOfString } from "./exact.ts";
import { minify } from "./minify.ts";

/**
 * The same JSON value laid out over lines; numbers, escapes and member order stay as they are written.
 *
 * @param indent What each level is set in by: so many spaces, or this text.
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function formatJson(text: string, indent: number | string = 2): string {
  const step = typeof indent === "string" ? indent : " ".repeat(indent);
  const compact = minify(text);
  const breaks: string[] = [];
  const lineBreak = (depth: number) => (breaks[depth] ??= `\n${step.repeat(depth)}`);
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
