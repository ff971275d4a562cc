import { z } from "zod";
import { call } from "./errors.ts";
import {
  jsonText,
  key,
  moment,
  pointer,
  revision,
  revisionRecord,
  rowLimit,
  storeId,
  undoStep,
} from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const history = {
  /** Newest first. */
  revisions: call
    .input(inStore.extend({ before: revision.optional(), limit: rowLimit }))
    .output(z.array(revisionRecord)),
  /** Every retained version of one key, newest first. */
  ofKey: call.input(inStore.extend({ key, before: revision.optional(), limit: rowLimit })).output(
    z.array(
      z.object({
        text: z.string().nullable(),
        revision: revisionRecord,
        until: revision.nullable(),
        /** The key's name before this version. */
        renamedFrom: key.optional(),
      }),
    ),
  ),
  /**
   * Every version of one place inside a value, newest first. Versions of the key that did not change that place are
   * left out. `text` is null where the place did not exist.
   */
  ofLeaf: call.input(inStore.extend({ key, pointer, before: revision.optional(), limit: rowLimit })).output(
    z.object({
      versions: z.array(
        z.object({ text: jsonText.nullable(), revision: revisionRecord, until: revision.nullable() }),
      ),
      /** Pass this as `before` to get older versions; null if there are none. */
      next: revision.nullable(),
    }),
  ),
  /**
   * The revision in which each place inside a value last changed, as of a moment. A place that is not listed last
   * changed with the place around it. Null if the key did not exist then.
   */
  blame: call.input(inStore.extend({ key, at: moment })).output(
    z
      .object({
        places: z.array(z.object({ pointer, revision: revisionRecord })),
        /** False if older versions were not examined; the oldest listed revision then stands for any earlier one. */
        complete: z.boolean(),
      })
      .nullable(),
  ),
  /**
   * The number of changes and the size of the store over its retained revisions, from the oldest to the newest, in at
   * most `buckets` buckets of equally many revisions.
   */
  activity: call.input(inStore.extend({ buckets: z.int().min(1).max(2000) })).output(
    z.array(
      z.object({
        /** The first and the last revision in the bucket. */
        from: revision,
        to: revision,
        /** Milliseconds since 1970-01-01 UTC, of the first and the last revision. */
        fromAt: z.number(),
        toAt: z.number(),
        revisions: z.int(),
        touched: z.int(),
        /** After the last revision. */
        entryCount: z.int(),
        sizeBytes: z.int(),
      }),
    ),
  ),
  /** Undoes the last change and returns it; null if there is none. */
  undo: call.input(inStore).output(undoStep.nullable()),
  redo: call.input(inStore).output(undoStep.nullable()),
};
