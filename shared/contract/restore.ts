import { z } from "zod";
import { call } from "./errors.ts";
import { differenceTotals, jsonText, key, moment, pointer, revision, storeId } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const restore = {
  /** How many keys of the present a restore would add, remove and change. `diff.window` lists them. */
  preview: call.input(inStore.extend({ to: moment, keys: z.array(key).optional() })).output(differenceTotals),
  /** Restores as one revision that can be undone; null if the present is already equal. */
  apply: call
    .input(inStore.extend({ to: moment, keys: z.array(key).optional() }))
    .output(z.object({ revision: revision.nullable(), counts: differenceTotals.nullable() })),
  /**
   * What restoring one place inside a value would do, keeping all later edits elsewhere. `conflicts` says what prevents
   * it.
   */
  leafPreview: call.input(inStore.extend({ to: moment, key, pointer })).output(
    z.object({
      /** The place as it is now; null where it does not exist. */
      before: jsonText.nullable(),
      /** The place as it was; null where it did not exist and would be deleted. */
      after: jsonText.nullable(),
      conflicts: z.array(z.string()),
      /** The `since` of the present value, for `leaf`. */
      since: revision.nullable(),
    }),
  ),
  /** Restores the place. With conflicts it fails with CONFLICT, unless `force` is set. */
  leaf: call
    .input(
      inStore.extend({
        to: moment,
        key,
        pointer,
        expected: revision.nullable(),
        force: z.boolean().default(false),
      }),
    )
    .output(z.object({ revision: revision.nullable() })),
};
