import { z } from "zod";
import { call } from "./errors.ts";
import { entrySummary, jsonText, key, moment, revision, rowLimit, storeId } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const entries = {
  /**
   * A window of the key list, by position: what a virtualised list needs. `filter` is text that a key contains,
   * without regard to case. An answer that is `partial` holds what a filter has found so far; asked again, it goes on
   * looking from there, and nobody looks as long as nobody asks.
   */
  window: call
    .input(
      inStore.extend({
        at: moment,
        filter: z.string().max(4096).default(""),
        offset: z.int().min(0),
        limit: rowLimit,
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(entrySummary), partial: z.literal(true).optional() })),
  /** Where a key stands in the list of `window`, for scrolling to it; null when it isn't in there. */
  position: call
    .input(inStore.extend({ at: moment, filter: z.string().max(4096).default(""), key }))
    .output(z.int().nullable()),
  /** One whole value; null when the key did not exist at that moment. */
  get: call
    .input(inStore.extend({ at: moment, key }))
    .output(z.object({ key, text: jsonText, since: revision }).nullable()),
  /**
   * Stores a value as it was written, white space aside. `expected` is the `since` that the editor started from
   * (null: a new key); another one is refused with CONFLICT. Gives the revision, or null when nothing changed.
   */
  put: call
    .input(inStore.extend({ key, text: jsonText, expected: revision.nullable().optional() }))
    .output(z.object({ revision: revision.nullable() })),
  delete: call
    .input(inStore.extend({ keys: z.array(key).min(1).max(1_000_000) }))
    .output(z.object({ revision: revision.nullable(), deleted: z.int() })),
  rename: call.input(inStore.extend({ from: key, to: key })).output(z.object({ revision })),
};
