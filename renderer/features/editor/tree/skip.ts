import { endOfString } from "../../../../shared/json/scanner.ts";

const QUOTE = 34;

/** The offset after the value that begins at `i`. The text is taken to be valid and without white space. */
export function skipValue(text: string, i: number): number {
  const first = text.charCodeAt(i);
  if (first === QUOTE) return endOfString(text, i);
  if (first !== 123 && first !== 91) return skipWord(text, i);
  let depth = 0;
  for (let at = i; ; ) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    at += 1;
    if (c === 123 || c === 91) depth += 1;
    else if (c === 125 || c === 93) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
}

/** After a number, `true`, `false` or `null`. */
function skipWord(text: string, i: number): number {
  let at = i;
  for (;;) {
    const c = text.charCodeAt(at);
    // A comma, a closing bracket or brace, or the end of the text, where it is NaN.
    if (c === 44 || c === 93 || c === 125 || Number.isNaN(c)) return at;
    at += 1;
  }
}
