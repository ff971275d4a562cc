import { cutText } from "../model/index.ts";

/** A JSON Pointer (RFC 6901) from member names and array positions; "" for none. */
export function toPointer(path: readonly (string | number)[]): string {
  let pointer = "";
  for (const segment of path) {
    pointer += `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}

/** The segments of a JSON Pointer, or null if the text is not one. */
export function fromPointer(pointer: string): string[] | null {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** UTF-16 units of the longest pointer, and of the longest name in it, that a message shows whole. */
const MAX_SHOWN = 80;
const MAX_NAME_SHOWN = 24;

/** The number of names that a message shows at the start of a long pointer, and at its end. */
const SHOWN_AT_START = 2;
const SHOWN_AT_END = 2;

/** A JSON Pointer for a message: a long one is shortened to its two ends and its depth. It cannot be parsed back. */
export function shortPointer(pointer: string): string {
  if (pointer.length <= MAX_SHOWN) return pointer;
  const names = pointer
    .slice(1)
    .split("/")
    .map((name) => (name.length > MAX_NAME_SHOWN ? `${cutText(name, MAX_NAME_SHOWN)}…` : name));
  if (names.length <= SHOWN_AT_START + SHOWN_AT_END) return `/${names.join("/")}`;
  const ends = [...names.slice(0, SHOWN_AT_START), "…", ...names.slice(-SHOWN_AT_END)];
  return `/${ends.join("/")} (${names.length.toLocaleString("en")} levels)`;
}
