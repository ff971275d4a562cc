import type { JsonText, Key, Revision } from "./brand.ts";

/** The type of a JSON value. */
export type JsonType = "object" | "array" | "string" | "number" | "boolean" | "null";

/** A key with its value at one moment. */
export interface Entry {
  readonly key: Key;
  readonly text: JsonText;
  /** The revision that wrote this value. */
  readonly since: Revision;
}

/** The part of an entry that a list shows, without the whole value. */
export interface EntrySummary {
  readonly key: Key;
  readonly type: JsonType;
  /** UTF-8 bytes of the stored text. */
  readonly size: number;
  /** The first characters of the text, at most 120. */
  readonly preview: string;
  readonly since: Revision;
}
