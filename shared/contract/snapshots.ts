import { z } from "zod";
import { call } from "./errors.ts";
import { description, snapshotMetadata, snapshotVersion, storeId, tag } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const snapshots = {
  /**
   * The snapshots that are new or changed since an earlier answer of this call, identified by its mark, newest first by
   * order of creation. Without a mark, or with one that is no longer known, the answer is `whole` and lists all. New
   * snapshots are newer than all known ones.
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
        /** The base of a delta snapshot; absent: a full snapshot. */
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
  /** The deleted snapshots that can be restored until the next prune, last deleted first. */
  deleted: call.input(inStore).output(z.array(snapshotMetadata.and(z.object({ deletedAt: z.string() })))),
  undelete: call
    .input(inStore.extend({ versions: z.array(snapshotVersion).min(1).max(100_000) }))
    .output(z.array(snapshotMetadata)),
};
