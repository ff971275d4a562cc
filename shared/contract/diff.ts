import { z } from "zod";
import { call } from "./errors.ts";
import {
  differenceKind,
  differenceTotals,
  fileTicket,
  importPlan,
  jsonText,
  key,
  keyDifference,
  moment,
  rowLimit,
  storeId,
} from "./schemas.ts";

/** One side of a comparison: a moment of the store, or a file, read as it would be imported. */
export const comparand = z.union([
  moment,
  z.object({ kind: z.literal("file"), file: fileTicket, plan: importPlan }),
]);
export type Comparand = z.infer<typeof comparand>;

const between = z.object({ store: storeId, from: comparand, to: comparand });

export const diff = {
  totals: call.input(between).output(differenceTotals),
  /**
   * A window of the keys that differ, in key order, after the filters. With `partial` a long comparison answers early
   * with what it has found so far, says so, and goes on for as long as it is asked again.
   */
  window: call
    .input(
      between.extend({
        kinds: z.array(differenceKind).optional(),
        filter: z.string().max(4096).default(""),
        /**
         * Leaves the keys whose values differ there: names and indices joined by dots, `*` for any one of them, `**` for any
         * number. Empty for all.
         */
        path: z.string().max(4096).default(""),
        partial: z.boolean().default(false),
        offset: z.int().min(0),
        limit: rowLimit,
      }),
    )
    .output(
      z.object({
        total: z.int(),
        totals: differenceTotals,
        rows: z.array(keyDifference),
        partial: z.literal(true).optional(),
      }),
    ),
  /**
   * One level of the keys that differ, as a tree: what stands directly below `prefix` when keys are split at `separator`
   * (absent: at the sign that most have; null: nowhere), in key order. A group that holds nothing but one other is one
   * with it.
   */
  level: call
    .input(
      between.extend({
        kinds: z.array(differenceKind).optional(),
        filter: z.string().max(4096).default(""),
        path: z.string().max(4096).default(""),
        separator: z.string().min(1).max(8).nullable().optional(),
        prefix: z.string().max(4096).default(""),
        /** A key to be shown, if it is among them. */
        around: key.optional(),
        offset: z.int().min(0),
        limit: rowLimit,
      }),
    )
    .output(
      z.object({
        separator: z.string().nullable(),
        /** Rows of the level. */
        total: z.int(),
        /** Keys by kind, before the filters. */
        totals: differenceTotals,
        rows: z.array(
          z.discriminatedUnion("kind", [
            z.object({
              kind: z.literal("group"),
              path: z.string(),
              name: z.string(),
              totals: differenceTotals,
            }),
            z.object({ kind: z.literal("key"), name: z.string(), difference: keyDifference }),
          ]),
        ),
        /** `around` where that is one of them, else the first; null for none. */
        shown: key.nullable(),
      }),
    ),
  /** Both values of one key, whole; null where it did not exist. */
  values: call
    .input(between.extend({ key }))
    .output(z.object({ before: jsonText.nullable(), after: jsonText.nullable() })),
};
