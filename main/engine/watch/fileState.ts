import { members, minify, typeOf } from "../../../shared/json/index.ts";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { MAX_KEY_BYTES } from "../key.ts";

/**
 * The only key of a file that is not split into members: an array, a number, an object with names that are not valid
 * keys.
 */
export const WHOLE = "$" as Key;

/** A file's content as entries, in the file's order. A missing file has none, like an object without members. */
export type FileState = ReadonlyMap<Key, JsonText>;

export const NO_ENTRIES: FileState = new Map();

/**
 * The members of a root object as entries. Content that would be ambiguous that way is kept whole under `$`: a root
 * that is not an object, an object with a name that is not a valid key, one whose only member is `$`.
 *
 * @throws {JsonSyntaxError} as `minify` does.
 */
export function stateOf(text: string): FileState {
  const root = minify(text.replace(/^\ufeff/, ""));
  const whole = new Map([[WHOLE, root]]);
  if (typeOf(root) !== "object") return whole;
  const state = new Map<Key, JsonText>();
  for (const { name, text: value } of members(root)) {
    if (name === "" || Buffer.byteLength(name) > MAX_KEY_BYTES) return whole;
    state.set(name as Key, value);
  }
  return isWhole(state) ? whole : state;
}

/**
 * The content for these entries, in their order. Without entries it is `empty`, because an emptied store never deletes
 * the file.
 */
export function contentOf(state: FileState, empty: EmptyContent): JsonText {
  if (state.size === 0) return empty as JsonText;
  if (isWhole(state)) return state.get(WHOLE) as JsonText;
  const parts = Array.from(state, ([key, text]) => `${JSON.stringify(key)}:${text}`);
  return `{${parts.join(",")}}` as JsonText;
}

/** The content of a file without entries: an array stays an array. */
export type EmptyContent = "{}" | "[]";

export function emptyLike(text: string): EmptyContent {
  return /^\ufeff?\s*\[/.test(text) ? "[]" : "{}";
}

function isWhole(state: FileState): boolean {
  return state.size === 1 && state.has(WHOLE);
}
