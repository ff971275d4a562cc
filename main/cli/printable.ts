import type { Writable } from "node:stream";

/** Characters that control a terminal or change the direction of text; not tab and line end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches exactly these.
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text that cannot move a terminal's cursor, change its colours or title, or change the reading order. */
export function printable(text: string): string {
  return text.replace(ACTIVE, escaped);
}

/** Text for a stream: made safe for a terminal, unchanged for a file or another program. */
export function textFor(stream: Writable & { readonly isTTY?: boolean }, text: string): string {
  return stream.isTTY === true ? printable(text) : text;
}

/** Characters that end a line. */
const LINE_END = /[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * A key, a tag or a note in a list, on one line. Text with a line break, or that looks like a JSON string, is shown as
 * a JSON string.
 */
export function oneLine(text: string): string {
  if (!LINE_END.test(text) && !text.startsWith('"')) return text;
  return JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, escaped);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
