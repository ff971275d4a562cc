import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import { filterMode, key, revision, storeId } from "./schemas.ts";

export const search = {
  /**
   * Searches every retained version of every key, deleted ones included. `value` is a filter on the value as in
   * `entries.window`; `filter` selects keys. Each match is an interval of revisions from `since` up to but not
   * including `until` (null: still valid). In key order, each key's intervals newest first.
   */
  history: call
    .input(
      z.object({
        store: storeId,
        value: z.string().max(4096).default(""),
        filter: z.string().max(4096).default(""),
        mode: filterMode.exclude(["value"]).default("text"),
        limit: z.int().min(1).max(100_000).default(10_000),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion("kind", [
          z.object({
            kind: z.literal("found"),
            intervals: z.array(
              z.object({
                key,
                from: revision,
                fromAt: z.number(),
                until: revision.nullable(),
                untilAt: z.number().nullable(),
                /** The beginning of the value at the interval's end. */
                preview: z.string(),
              }),
            ),
          }),
          z.object({ kind: z.literal("progress"), looked: z.int() }),
          z.object({
            kind: z.literal("done"),
            looked: z.int(),
            /** False when the limit ended the search. */
            complete: z.boolean(),
          }),
        ]),
      ),
    ),
};
