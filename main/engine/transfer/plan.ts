/** How the members of a file become keys. */
export interface ImportPlan {
  /**
   * For a root object: how many levels of members become keys, joined by `separator`. A value that is not an object,
   * or an empty one, ends the path early. Names go into the key as they are, a separator inside them included; two
   * members that would give one key are an error.
   */
  readonly depth: number;
  readonly separator: string;
  /** For an array or NDJSON: the member of each item that names its key; null takes the position, from 0. */
  readonly keyField: string | null;
  /** For an array or NDJSON: the member of each item that is the value; null or absent takes the whole item. */
  readonly valueField?: string | null | undefined;
  /**
   * What the file is. `auto` looks: an object with `data` and `metadata.exported_at` is an export, several values one
   * after the other are NDJSON.
   */
  readonly format?: "auto" | "json" | "export" | "ndjson" | undefined;
}

export const PLAIN_PLAN: ImportPlan = { depth: 1, separator: ".", keyField: null };

/** What a file of entries turned out to be. */
export type EntryRoot = "object" | "array" | "export" | "ndjson";

/** What a file, or a folder, turned out to be. A bundle and a Framework0 store bring a history, which no plan changes. */
export type Root = EntryRoot | "bundle" | "framework0";
