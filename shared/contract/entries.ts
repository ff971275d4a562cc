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
   * A window of the key list, by position: what a virtualised list needs. `filter` is text that a key contains,
   * without regard to case; or, by `mode`, a regular expression (RE2 syntax) that is found in the key; or a question
   * to the value: `email: *@example.com`, `price: >= 10`, `$.items[?@.price < 10]` (RFC 9535), or text that it
   * contains. A question that can't be read fails with INVALID_OPTION. An answer that is `partial` holds what a filter
   * has found so far, and in how many of the keys it `looked`; asked again, it goes on looking from there, and nobody
   * looks as long as nobody asks.
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
  /** Where a key stands in the list of `window`, for scrolling to it; null when it isn't in there. */
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
   * One level of the keys as a tree: what stands directly below `prefix` when keys are split at `separator`, in key
   * order. A row is an entry (`summary`), a group of `entries` keys below it, or both. `next` goes on after the last.
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
            /** The whole key up to here; a group's ends with the separator. */
            path: z.string(),
            summary: entrySummary.nullable(),
            entries: z.int(),
          }),
        ),
        next: z.string().nullable(),
      }),
    ),
  /** The keys that begin with `prefix`, in key order, after the key `after`. `next` goes on after the last. */
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
   * What changed since a moment, up to the present, among these keys: those that are gone, or have another value. The
   * others, and those that did not exist then, are not named.
   */
  changesSince: call
    .input(inStore.extend({ at: moment, keys: z.array(key).min(1).max(1000) }))
    .output(z.array(z.object({ key, change: z.enum(["changed", "removed"]) }))),
  /**
   * One value; null when the key did not exist at that moment. With `cut`, a text of more than `over` UTF-16 units comes
   * as its first `to`; `length` is that of the whole one.
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
   * The text of one value in pieces, in order, so that a large one holds up neither side. Nothing comes when the key did
   * not exist at that moment.
   */
  pieces: call
    .input(inStore.extend({ at: moment, key }))
    .output(eventIterator(z.object({ piece: z.string(), since: revision }))),
  /**
   * Stores a value as it was written, white space aside. `expected` is the `since` that the editor started from
   * (null: a new key); another one is refused with CONFLICT. Gives the revision, or null when nothing changed.
   */
  put: call
    .input(inStore.extend({ key, text: jsonText, expected: revision.nullable().optional() }))
    .output(z.object({ revision: revision.nullable() })),
  /** `deleted` is null when another process has pruned meanwhile what there was to count. */
  delete: call
    .input(inStore.extend({ keys: z.array(key).min(1).max(1_000_000) }))
    .output(z.object({ revision: revision.nullable(), deleted: z.int().nullable() })),
  /**
   * Sets one place inside many values to the same value; `text: null` takes it out. With `dryRun` it only says what
   * would change. Keys that have no such place to set are left alone, and named.
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
        /** The first 50 that change. */
        examples: z.array(z.object({ key, before: jsonText.nullable(), after: jsonText.nullable() })),
        skipped: z.array(z.object({ key, reason: z.string() })).max(1000),
        skippedCount: z.int(),
      }),
    ),
  rename: call.input(inStore.extend({ from: key, to: key })).output(z.object({ revision })),
};
