import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { EXPORT_FORMAT_IDS } from "../json/index.ts";
import { call } from "./errors.ts";
import {
  differenceTotals,
  entrySummary,
  fileTicket,
  importPlan,
  key,
  moment,
  revision,
  snapshotVersion,
  storeId,
} from "./schemas.ts";

/** How far a long job is. `total` is null while it is not known. */
export const progress = z.object({
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(["bytes", "entries"]),
});
export type Progress = z.infer<typeof progress>;

/** What an export tells on its way, and at its end. */
const exportEvents = eventIterator(
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("progress"), progress }),
    z.object({ kind: z.literal("done"), entries: z.int(), bytes: z.int() }),
  ]),
);

export const transfer = {
  /** Looks at the start of a file: what it is, which plans make sense, and the first entries each way. */
  preview: call.input(z.object({ file: fileTicket, plan: importPlan })).output(
    z.object({
      name: z.string(),
      bytes: z.int(),
      /** A `bundle`, and the folder of a `framework0` store, bring a history, which no plan and no mode changes. */
      root: z.enum(["object", "array", "export", "ndjson", "bundle", "framework0"]),
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
   * snapshot tagged `import`. A history comes on top of the one that the store has. Ends with `done`; stopping the
   * iterator cancels and leaves the store as it was.
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
          z.object({
            kind: z.literal("done"),
            revision: revision.nullable(),
            entries: z.int(),
            /** How many keys are other ones now. */
            counts: differenceTotals.nullable(),
            /** How many snapshots came with a history. */
            snapshots: z.int().default(0),
            /** What of a history did not come as it was: missing, damaged, or under another name. */
            problems: z.array(z.object({ part: z.string(), reason: z.string() })).default([]),
          }),
        ]),
      ),
    ),
  /**
   * Writes one moment to a file, whole or not at all, in one of the formats of `shared/json/exportFormats.ts`. With `keys`
   * only those of them that there were.
   */
  export: call
    .input(
      z.object({
        store: storeId,
        file: fileTicket,
        at: moment,
        format: z.enum(EXPORT_FORMAT_IDS).default("export"),
        keys: z.array(key).min(1).max(1_000_000).optional(),
      }),
    )
    .output(exportEvents),
  /** Writes a `.strata` bundle: one snapshot, or, with null, the whole store with its history. */
  exportBundle: call
    .input(z.object({ store: storeId, file: fileTicket, snapshot: snapshotVersion.nullable().default(null) }))
    .output(exportEvents),
  /** Writes a text that the client made, a report of a difference, to a file, whole or not at all. */
  writeText: call
    .input(z.object({ file: fileTicket, text: z.string().max(128 * 1024 * 1024) }))
    .output(z.object({ bytes: z.int() })),
};
