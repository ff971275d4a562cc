import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import { entrySummary, fileTicket, importPlan, moment, revision, storeId } from "./schemas.ts";

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
