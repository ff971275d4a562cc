import { cutText, type JsonType } from "../model/index.ts";
import { skipSpace } from "./scan.ts";

/** The type of a valid JSON text, from its first character. */
export function typeOf(text: string): JsonType {
  return typeAt(text, skipSpace(text, 0, null));
}

/** The type of the value that begins at `i`. */
export function typeAt(text: string, i: number): JsonType {
  switch (text.charCodeAt(i)) {
    case 123:
      return "object";
    case 91:
      return "array";
    case 34:
      return "string";
    case 116:
    case 102:
      return "boolean";
    case 110:
      return "null";
    default:
      return "number";
  }
}

/** The first characters of a text, at most `limit` UTF-16 units. */
export const preview = (text: string, limit = 120): string => cutText(text, limit);
