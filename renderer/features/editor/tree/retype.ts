import { minify, validate } from "../../../../shared/json/index.ts";
import type { JsonType } from "../../../../shared/model/index.ts";

const empty: Readonly<Record<JsonType, string>> = {
  object: "{}",
  array: "[]",
  string: '""',
  number: "0",
  boolean: "false",
  null: "null",
};

/** A value as another type, keeping what can be kept: `"12"` and `12`, `[x]` and `x`. Texts without white space. */
export function retyped(literal: string, from: JsonType, to: JsonType): string {
  if (to === "string") {
    if (from === "null") return '""';
    return JSON.stringify(literal);
  }
  if (from === "string") {
    const text = (JSON.parse(literal) as string).trim();
    if (to === "number") return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : "0";
    if (to === "boolean") return text === "true" ? "true" : "false";
    const begins = to === "object" ? "{" : "[";
    if ((to === "object" || to === "array") && text.startsWith(begins) && validate(text).ok)
      return minify(text);
  }
  if (to === "boolean" && from === "number") return /[1-9]/.test(literal) ? "true" : "false";
  if (to === "number" && from === "boolean") return literal === "true" ? "1" : "0";
  if (to === "array" && from !== "null") return `[${literal}]`;
  return empty[to];
}
