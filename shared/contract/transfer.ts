import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import { entrySummary, fileTicket, moment, revision, storeId } from "./schemas.ts";

/** How the members of a file become keys. */
export const importPlan = z.object({
  /**
   * For a root object: how many levels of members become keys, joined by `separator`. 1 makes `api` one value; 2
   * makes `api.AbortController` a key. A value that is not an object, or an empty one, ends the path early.
   */
  depth: z.int().min(1).max(20).default(1),
  separator: z.string().min(1).max(8).default("."),
  /** For a root array: the member of each item that names its key; null takes the position. */
  keyField: z.string().max(4096).nullable().default(null),
  /** For a root array or NDJSON: the member of each item that is the value; null takes the whole item. */
  valueField: z.string().max(4096).nullable().default(null),
  /** What the file is; `auto` looks at it. `json` takes an export as the object that it is. */
  format: z.enum(["auto", "json", "export", "ndjson"]).default("auto"),
});
export type ImportPlan = z.infer<typeof importPlan>;

/** How far a long job is. `total` is null while it is not known. */
export const progress = z.object({
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(["bytes", "entries"]),
});
export type Progress = z.infer<typeof progress>;

export const transfer = {
  /** Looks at the start of a file: what it is, which plans make sense, and the first entries each way. */
  preview: call.input(z.object({ file: fileTicket, plan: importPlan })).output(
    z.object({
      name: z.string(),
      bytes: z.int(),
      root: z.enum(["object", "array", "export", "ndjson"]),
      /** The first keys under this plan, at most 50. `since` means nothing here. */
      sample: z.array(entrySummary),
      /** For an array: members of its first items that would do as a key, best first. */
      keyFields: z.array(z.string()),
      /** For an object: how many of the first members are objects themselves, level by level. */
      levels: z.array(z.object({ depth: z.int(), example: z.string() })),
    }),
  ),
  /**
   * Makes the file's entries the whole state (`replace`) or lays them over it (`merge`), as one revision, with a
   * snapshot tagged `import`. Ends with `done`; stopping the iterator cancels and leaves the store as it was.
   */
  import: call
    .input(
      z.object({
        store: storeId,
        file: fileTicket,
        plan: importPlan,
        mode: z.enum(["replace", "merge"]).default("replace"),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("progress"), progress }),
          z.object({ kind: z.literal("done"), revision: revision.nullable(), entries: z.int() }),
        ]),
      ),
    ),
  /** Writes one moment to a file, whole or not at all, in the manual's export format, as plain JSON or as NDJSON. */
  export: call
    .input(
      z.object({
        store: storeId,
        file: fileTicket,
        at: moment,
        format: z.enum(["export", "json", "ndjson"]).default("export"),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("progress"), progress }),
          z.object({ kind: z.literal("done"), entries: z.int(), bytes: z.int() }),
        ]),
      ),
    ),
};
