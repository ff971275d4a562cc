/** How the members of a file become keys. */
export interface ImportPlan {
  /**
   * For a root object: how many levels of members become keys, joined by `separator`. A value that is not an object, or
   * is empty, ends the path early. Names are not escaped in the key, even if they contain the separator; two members
   * with the same key are an error.
   */
  readonly depth: number;
  readonly separator: string;
  /** For an array or NDJSON: the member of each item that is its key; null: its position, from 0. */
  readonly keyField: string | null;
  /** For an array or NDJSON: the member of each item that is the value; null or absent: the whole item. */
  readonly valueField?: string | null | undefined;
  /**
   * The format of the file. `auto` detects it: an object with `data` and `metadata.exported_at` is an export, several
   * values in sequence are NDJSON.
   */
  readonly format?: "auto" | "json" | "export" | "ndjson" | undefined;
}

export const PLAIN_PLAN: ImportPlan = { depth: 1, separator: ".", keyField: null };

/** The detected format of a file of entries. */
export type EntryRoot = "object" | "array" | "export" | "ndjson";

/**
 * The detected format of a file or folder. A bundle and a Framework0 store contain a history, to which no plan applies.
 */
export type Root = EntryRoot | "bundle" | "framework0";
