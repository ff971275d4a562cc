import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { call } from "./errors.ts";
import {
  entrySummary,
  filterMode,
  jsonText,
  key,
  moment,
  pointer,
  revision,
  rowLimit,
  storeId,
} from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const entries = {
  /**
   * A window of the key list, by position, for a virtualised list. `mode` decides what `filter` is: text that the key
   * contains, ignoring case; a regular expression (RE2 syntax) that matches in the key; or a filter on the value:
   * `email: *@example.com`, `price: >= 10`, `$.items[?@.price < 10]` (RFC 9535), or text that it contains. An invalid
   * filter fails with INVALID_OPTION. A `partial` answer has the matches so far and the number of keys `looked` at. The
   * search continues only when the window is requested again.
   */
  window: call
    .input(
      inStore.extend({
        at: moment,
        filter: z.string().max(4096).default(""),
        mode: filterMode.default("text"),
        offset: z.int().min(0),
        limit: rowLimit,
      }),
    )
    .output(
      z.object({
        total: z.int(),
        rows: z.array(entrySummary),
        partial: z.literal(true).optional(),
        looked: z.object({ keys: z.int(), of: z.int() }).optional(),
      }),
    ),
  /** The position of a key in the list of `window`, for scrolling to it; null if it is not in the list. */
  position: call
    .input(
      inStore.extend({
        at: moment,
        filter: z.string().max(4096).default(""),
        mode: filterMode.default("text"),
        key,
      }),
    )
    .output(z.int().nullable()),
  /**
   * One level of the tree of keys: the rows directly below `prefix` when keys are split at `separator`, in key order. A
   * row is an entry (`summary`), a group with `entries` keys, or both. `next` continues after the last row.
   */
  children: call
    .input(
      inStore.extend({
        at: moment,
        separator: z.string().min(1).max(8),
        prefix: z.string().max(4096).default(""),
        after: z.string().max(4096).optional(),
        limit: rowLimit,
      }),
    )
    .output(
      z.object({
        rows: z.array(
          z.object({
            name: z.string(),
            /** The key up to this level; the path of a group ends with the separator. */
            path: z.string(),
            summary: entrySummary.nullable(),
            entries: z.int(),
          }),
        ),
        next: z.string().nullable(),
      }),
    ),
  /** The keys that begin with `prefix`, in key order, after the key `after`. `next` continues after the last. */
  keys: call
    .input(
      inStore.extend({
        at: moment,
        prefix: z.string().max(4096).default(""),
        after: key.optional(),
        limit: z.int().min(1).max(10_000),
      }),
    )
    .output(z.object({ keys: z.array(key), next: key.nullable() })),
  /**
   * Which of these keys were deleted or have another value in the present than at that moment. Keys that did not exist
   * then are not listed.
   */
  changesSince: call
    .input(inStore.extend({ at: moment, keys: z.array(key).min(1).max(1000) }))
    .output(z.array(z.object({ key, change: z.enum(["changed", "removed"]) }))),
  /**
   * One value; null if the key did not exist at that moment. With `cut`, a text of more than `over` UTF-16 units is cut
   * to its first `to`; `length` is that of the whole text.
   */
  get: call
    .input(
      inStore.extend({
        at: moment,
        key,
        cut: z.object({ over: z.int().min(1), to: z.int().min(1) }).optional(),
      }),
    )
    .output(z.object({ key, text: jsonText, since: revision, length: z.int() }).nullable()),
  /**
   * The text of one value in pieces, in order, so that a large one blocks neither side. No pieces if the key did not
   * exist at that moment.
   */
  pieces: call
    .input(inStore.extend({ at: moment, key }))
    .output(eventIterator(z.object({ piece: z.string(), since: revision }))),
  /**
   * Stores a value with its notation, without insignificant white space. `expected` is the `since` that the edit
   * started from (null: a new key); if it is not the present one, the call fails with CONFLICT. Returns the revision,
   * or null if nothing changed.
   */
  put: call
    .input(inStore.extend({ key, text: jsonText, expected: revision.nullable().optional() }))
    .output(z.object({ revision: revision.nullable() })),
  /** `deleted` is null when another process has pruned meanwhile what there was to count. */
  delete: call
    .input(inStore.extend({ keys: z.array(key).min(1).max(1_000_000) }))
    .output(z.object({ revision: revision.nullable(), deleted: z.int().nullable() })),
  /**
   * Sets one place inside many values to the same value; `text: null` deletes it. With `dryRun` it only reports what
   * would change. Keys without such a place are not changed, and are listed.
   */
  setMember: call
    .input(
      inStore.extend({
        keys: z.array(key).min(1).max(100_000),
        pointer,
        text: jsonText.nullable(),
        dryRun: z.boolean(),
      }),
    )
    .output(
      z.object({
        revision: revision.nullable(),
        changed: z.int(),
        /** The first 50 changes. */
        examples: z.array(z.object({ key, before: jsonText.nullable(), after: jsonText.nullable() })),
        skipped: z.array(z.object({ key, reason: z.string() })).max(1000),
        skippedCount: z.int(),
      }),
    ),
  rename: call.input(inStore.extend({ from: key, to: key })).output(z.object({ revision })),
};
