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

/** One side of a comparison: a moment of the store, or a file, parsed as for an import. */
export const comparand = z.union([
  moment,
  z.object({ kind: z.literal("file"), file: fileTicket, plan: importPlan }),
]);
export type Comparand = z.infer<typeof comparand>;

const between = z.object({ store: storeId, from: comparand, to: comparand });

export const diff = {
  totals: call.input(between).output(differenceTotals),
  /**
   * A window of the keys that differ, in key order, after the filters. A long comparison answers early with `partial`
   * and what it has found so far; it continues when it is called again.
   */
  window: call
    .input(
      between.extend({
        kinds: z.array(differenceKind).optional(),
        filter: z.string().max(4096).default(""),
        /**
         * Only keys whose values differ at this path: names and indices joined by dots, `*` for any one, `**` for any
         * number. Empty for all keys.
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
   * One level of the tree of keys that differ: the rows directly below `prefix` when keys are split at `separator`
   * (absent: at the most frequent separator; null: not split), in key order. A group whose only child is a group is
   * merged with it.
   */
  level: call
    .input(
      between.extend({
        kinds: z.array(differenceKind).optional(),
        filter: z.string().max(4096).default(""),
        path: z.string().max(4096).default(""),
        separator: z.string().min(1).max(8).nullable().optional(),
        prefix: z.string().max(4096).default(""),
        /** A key to include, if it differs. */
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
        /** `around` if it differs, else the first key; null if there is none. */
        shown: key.nullable(),
      }),
    ),
  /** Both whole values of one key; null where it did not exist. */
  values: call
    .input(between.extend({ key }))
    .output(z.object({ before: jsonText.nullable(), after: jsonText.nullable() })),
};
