import { endOfString } from "../../../../shared/json/scanner.ts";

/**
 * The beginning of a value, ended so that it is a value itself: text that was cut is ended where it was, what can't be
 * known yet is left out, and everything open is closed.
 *
 * @param beginning The first characters of a valid text without white space.
 */
export function endedBeginning(beginning: string): string {
  // The cut may have gone through a character of two units.
  const text = beginning.replace(/[\ud800-\udbff]$/, "");
  const closing: string[] = [];
  /** Up to here nothing was cut. */
  let whole = 0;
  let at = 0;
  // A number that is the whole value is as good as any.
  const ended = () => (whole === 0 ? text : text.slice(0, whole) + closing.reverse().join(""));
  while (at < text.length) {
    const c = text[at];
    if (c === '"') {
      const isName = closing.at(-1) === "}" && text[at - 1] !== ":";
      const end = endOfString(text, at);
      if (end === 0) {
        if (isName) return ended();
        return `${withoutCutEscape(text)}"${closing.reverse().join("")}`;
      }
      at = end;
      if (!isName) whole = at;
      continue;
    }
    if (c === ",") whole = at;
    at += 1;
    if (c === "{" || c === "[") closing.push(c === "{" ? "}" : "]");
    else if (c === "}" || c === "]") closing.pop();
    else continue;
    whole = at;
  }
  return ended();
}

function withoutCutEscape(text: string): string {
  const last = text.lastIndexOf("\\");
  let first = last;
  while (text[first - 1] === "\\") first -= 1;
  const begins = last !== -1 && (last - first) % 2 === 0;
  const length = text[last + 1] === "u" ? 6 : 2;
  return begins && last + length > text.length ? text.slice(0, last) : text;
}
