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

/** The progress of a long job. `total` is null while it is not known. */
export const progress = z.object({
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(["bytes", "entries"]),
});
export type Progress = z.infer<typeof progress>;

/** The events of an export: progress, and its end. */
const exportEvents = eventIterator(
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("progress"), progress }),
    z.object({ kind: z.literal("done"), entries: z.int(), bytes: z.int() }),
  ]),
);

export const transfer = {
  /** Reads the beginning of a file: its format, the plans that make sense, and the first entries. */
  preview: call.input(z.object({ file: fileTicket, plan: importPlan })).output(
    z.object({
      name: z.string(),
      bytes: z.int(),
      /** A `bundle` and a `framework0` folder contain a history, to which plan and mode do not apply. */
      root: z.enum(["object", "array", "export", "ndjson", "bundle", "framework0"]),
      /** The first keys under this plan, at most 50. Their `since` has no meaning. */
      sample: z.array(entrySummary),
      /** For an array: members of its first items that can serve as a key, best first. */
      keyFields: z.array(z.string()),
      /** For an object: an example key for each possible depth. */
      levels: z.array(z.object({ depth: z.int(), example: z.string() })),
    }),
  ),
  /**
   * Replaces the state with the file's entries (`replace`) or merges them into it (`merge`), as one revision, with a
   * snapshot tagged `import`. A history is appended to the store's own. Ends with `done`. Stopping the iterator cancels
   * the import and leaves the store as it was.
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
            /** The parts of a history that were not imported as they were: missing, damaged, or renamed. */
            problems: z.array(z.object({ part: z.string(), reason: z.string() })).default([]),
          }),
        ]),
      ),
    ),
  /**
   * Writes one moment to a file, whole or not at all, in one of the formats of `shared/json/exportFormats.ts`. With
   * `keys`, only those that existed.
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
  /** Writes a text of the client (the report of a comparison) to a file, whole or not at all. */
  writeText: call
    .input(z.object({ file: fileTicket, text: z.string().max(128 * 1024 * 1024) }))
    .output(z.object({ bytes: z.int() })),
};
