import { engine } from "./implementer.ts";

const since = engine.snapshots.since.handler(async ({ input, context }) => {
  const { store, snapshotLists } = context.stores.get(input.store);
  return snapshotLists.since(input.mark, await store.listSnapshots());
});

const create = engine.snapshots.create.handler(({ input, context }) => {
  const { store, tags, description, base } = input;
  return context.stores.get(store).store.snapshot({ tags, description, ...(base !== undefined && { base }) });
});

const update = engine.snapshots.update.handler(({ input, context }) => {
  const { store, version, tags, description, pinned, pinReason } = input;
  return context.stores.get(store).store.updateSnapshot(version, {
    ...(tags !== undefined && { tags }),
    ...(description !== undefined && { description }),
    ...(pinned !== undefined && { pinned }),
    ...(pinReason !== undefined && { pinReason }),
  });
});

const remove = engine.snapshots.delete.handler(({ input, context }) =>
  context.stores.get(input.store).store.deleteSnapshots(input.versions),
);

const deleted = engine.snapshots.deleted.handler(({ input, context }) =>
  context.stores.get(input.store).store.deletedSnapshots(),
);

const undelete = engine.snapshots.undelete.handler(({ input, context }) =>
  context.stores.get(input.store).store.undeleteSnapshots(input.versions),
);

export const snapshots = { since, create, update, delete: remove, deleted, undelete };
