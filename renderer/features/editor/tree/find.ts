import { endOfString } from "../../../../shared/json/scanner.ts";
import type { Path, Step } from "./fold.ts";
import { nameAt } from "./outline.ts";
import { skipValue } from "./skip.ts";

/** Names and leaves that are found at most; there is no use in going through more of them one by one. */
export const MOST_FOUND = 10_000;

/**
 * Where the names and the leaves begin that contain a text, without regard to case: at most {@link MOST_FOUND}, and one
 * more if there are more. One pass over the value.
 *
 * @param text JSON without white space.
 */
export function findLeaves(text: string, query: string): number[] {
  const found: number[] = [];
  // As it would be written there: quotes and line breaks are escaped.
  const wanted = JSON.stringify(query).slice(1, -1);
  if (wanted === "") return found;
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi");
  const next = (from: number) => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  };
  let hit = next(0);
  for (let at = 0; at < text.length && hit < text.length && found.length <= MOST_FOUND; ) {
    const c = text.charCodeAt(at);
    const isText = c === 34;
    if (!isText && isBetween(c)) {
      at += 1;
      continue;
    }
    const end = isText ? endOfString(text, at) : skipValue(text, at);
    // The quotes are not of what is found.
    const first = isText ? at + 1 : at;
    if (hit < first) hit = next(first);
    if (hit + wanted.length <= (isText ? end - 1 : end)) found.push(at);
    if (hit < end) hit = next(end);
    at = end;
  }
  return found;
}

/** Brackets, braces, commas and colons. */
const isBetween = (c: number): boolean =>
  c === 44 || c === 58 || c === 91 || c === 93 || c === 123 || c === 125;

/** The path to the member or item whose name or leaf begins at this offset. */
export function pathAt(text: string, offset: number): Path {
  const path: Step[] = [];
  let start = 0;
  let at = 1;
  for (let index = 0; isContainerAt(text, start); ) {
    const isArray = text.charCodeAt(start) === 91;
    const valueStart = isArray ? at : endOfString(text, at) + 1;
    const end = skipValue(text, valueStart);
    if (offset >= end) {
      index += 1;
      at = end + 1;
      continue;
    }
    path.push(isArray ? index : nameAt(text, at));
    if (offset <= valueStart) break;
    start = valueStart;
    at = start + 1;
    index = 0;
  }
  return path;
}

function isContainerAt(text: string, start: number): boolean {
  const c = text.charCodeAt(start);
  return c === 123 || c === 91;
}
