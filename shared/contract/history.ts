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
        /** What the key was called before this version. */
        renamedFrom: key.optional(),
      }),
    ),
  ),
  /**
   * Every version of one place inside a value, newest first: versions of the key in which that place is as it was
   * before are left out. `text` is null where the place did not exist.
   */
  ofLeaf: call.input(inStore.extend({ key, pointer, before: revision.optional(), limit: rowLimit })).output(
    z.object({
      versions: z.array(
        z.object({ text: jsonText.nullable(), revision: revisionRecord, until: revision.nullable() }),
      ),
      /** Where to go on for older versions; null when there are none. */
      next: revision.nullable(),
    }),
  ),
  /**
   * Which revision each place inside a value last changed in, as of a moment. A place that is not named changed last
   * when the place around it did. Null when the key did not exist then.
   */
  blame: call.input(inStore.extend({ key, at: moment })).output(
    z
      .object({
        places: z.array(z.object({ pointer, revision: revisionRecord })),
        /** False when older versions were not looked at: then the oldest revision named stands for any before it. */
        complete: z.boolean(),
      })
      .nullable(),
  ),
  /**
   * How much happened, and how large the store was, over its retained revisions: these, from the oldest to the newest,
   * in at most so many buckets of equally many.
   */
  activity: call.input(inStore.extend({ buckets: z.int().min(1).max(2000) })).output(
    z.array(
      z.object({
        /** The first and the last revision in the bucket. */
        from: revision,
        to: revision,
        /** Milliseconds since 1970-01-01 UTC, of the first and of the last. */
        fromAt: z.number(),
        toAt: z.number(),
        revisions: z.int(),
        touched: z.int(),
        /** After the last one. */
        entryCount: z.int(),
        sizeBytes: z.int(),
      }),
    ),
  ),
  /** Takes back the last change, and says which; null when there is none. */
  undo: call.input(inStore).output(undoStep.nullable()),
  redo: call.input(inStore).output(undoStep.nullable()),
};
