import { z } from "zod";
import { call } from "./errors.ts";
import { description, snapshotMetadata, snapshotVersion, storeId, tag } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const snapshots = {
  /**
   * The snapshots that are new or different since a list that this call gave before, by its mark, newest first by order
   * of creation. A list is `whole`, all there are, without a mark or with one that is no longer known. New ones are newer than all that were known.
   */
  since: call.input(inStore.extend({ mark: z.string().max(100).nullable() })).output(
    z.object({
      mark: z.string(),
      whole: z.boolean(),
      snapshots: z.array(snapshotMetadata),
      removed: z.array(snapshotVersion),
    }),
  ),
  create: call
    .input(
      inStore.extend({
        tags: z.array(tag).max(100).default([]),
        description: description.nullable().default(null),
        /** A delta against this snapshot, or against the latest one; absent: a full snapshot. */
        base: z.union([z.literal("latest"), snapshotVersion]).optional(),
      }),
    )
    .output(snapshotMetadata),
  update: call
    .input(
      inStore.extend({
        version: snapshotVersion,
        tags: z.array(tag).max(100).optional(),
        description: description.nullable().optional(),
        pinned: z.boolean().optional(),
        pinReason: description.nullable().optional(),
      }),
    )
    .output(snapshotMetadata),
  delete: call
    .input(inStore.extend({ versions: z.array(snapshotVersion).min(1).max(100_000) }))
    .output(z.void()),
  /** What can be brought back until the next prune, the one deleted last first. */
  deleted: call.input(inStore).output(z.array(snapshotMetadata.and(z.object({ deletedAt: z.string() })))),
  undelete: call
    .input(inStore.extend({ versions: z.array(snapshotVersion).min(1).max(100_000) }))
    .output(z.array(snapshotMetadata)),
};
