import type { JsonText, Key, Revision } from "./brand.ts";

/** The six types that JSON knows. */
export type JsonType = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A key with its value at some moment. */
export interface Entry {
  readonly key: Key;
  readonly text: JsonText;
  /** The revision that wrote this value. */
  readonly since: Revision;
}

/** What a list shows of an entry, without its whole value. */
export interface EntrySummary {
  readonly key: Key;
  readonly type: JsonType;
  /** UTF-8 bytes of the stored text. */
  readonly size: number;
  /** The first characters of the text, at most 120. */
  readonly preview: string;
  readonly since: Revision;
}
