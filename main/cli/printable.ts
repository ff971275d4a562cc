import type { Writable } from "node:stream";

/** What a terminal acts on, or what turns the text around it; a tab and a line end are neither. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text in which nothing can move a terminal's cursor, change its colours or title, or turn the reading order. */
export function printable(text: string): string {
  return text.replace(ACTIVE, escaped);
}

/** Text as a stream is to get it: made safe for a terminal, and exactly as it is for a file or another program. */
export function textFor(stream: Writable & { readonly isTTY?: boolean }, text: string): string {
  return stream.isTTY === true ? printable(text) : text;
}

/** What would end a line. */
const LINE_END = /[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * A key, a tag or a note as a list shows it: on one line. One with a line break, or that looks like this, is shown as a
 * JSON string.
 */
export function oneLine(text: string): string {
  if (!LINE_END.test(text) && !text.startsWith('"')) return text;
  return JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, escaped);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
