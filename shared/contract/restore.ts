import { z } from "zod";
import { call } from "./errors.ts";
import { differenceTotals, jsonText, key, moment, pointer, revision, storeId } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const restore = {
  /** How many keys a restore would add, remove and change in the present. The keys themselves: `diff.window` from now. */
  preview: call.input(inStore.extend({ to: moment, keys: z.array(key).optional() })).output(differenceTotals),
  /** Goes back, as one revision that can be undone; null when the present is that already. */
  apply: call
    .input(inStore.extend({ to: moment, keys: z.array(key).optional() }))
    .output(z.object({ revision: revision.nullable(), counts: differenceTotals.nullable() })),
  /**
   * What bringing back one place inside a value would do, all later edits elsewhere kept. `conflicts` says why it can't
   * simply be put there.
   */
  leafPreview: call.input(inStore.extend({ to: moment, key, pointer })).output(
    z.object({
      /** The place as it is now; null where it does not exist. */
      before: jsonText.nullable(),
      /** The place as it was; null where it did not exist, then it would be taken out. */
      after: jsonText.nullable(),
      conflicts: z.array(z.string()),
      /** The `since` of the present value, for `leaf`. */
      since: revision.nullable(),
    }),
  ),
  /** Brings it back. With conflicts it fails with CONFLICT, unless `force` puts it there all the same. */
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
