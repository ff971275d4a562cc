import type { Writable } from "node:stream";

/** What a terminal acts on, or what turns the text around it; a tab and a line end are neither. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const ACTIVE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text in which nothing can move a terminal's cursor, change its colours or title, or turn the reading order. */
export function printable(text: string): string {
  return text.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Text as a stream is to get it: made safe for a terminal, and exactly as it is for a file or another program. */
export function textFor(stream: Writable & { readonly isTTY?: boolean }, text: string): string {
  return stream.isTTY === true ? printable(text) : text;
}
