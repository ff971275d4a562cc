import { z } from "zod";
import { call } from "./errors.ts";
import { differenceTotals, key, moment, revision, snapshotMetadata, storeId, tag } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const restore = {
  /** The snapshot that a tag means: the newest that carries it, or the oldest; null when none does. */
  findTag: call
    .input(inStore.extend({ tag, latest: z.boolean().default(true) }))
    .output(snapshotMetadata.nullable()),
  /** How many keys a restore would add, remove and change in the present. The keys themselves: `diff.window` from now. */
  preview: call.input(inStore.extend({ to: moment, keys: z.array(key).optional() })).output(differenceTotals),
  /** Goes back, as one revision that can be undone; null when the present is that already. */
  apply: call
    .input(inStore.extend({ to: moment, keys: z.array(key).optional() }))
    .output(z.object({ revision: revision.nullable() })),
};
