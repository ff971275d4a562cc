import { changeFeed } from "../service/changeFeed.ts";
import { unsnapshottedTotals } from "../service/unsnapshotted.ts";
import { engine } from "./implementer.ts";
import { latest } from "./latest.ts";
import { untilReplaced } from "./openStores.ts";

const status = engine.stores.status.handler(async ({ input, context }) => {
  const opened = context.stores.get(input.store);
  const { latestSnapshot, ...rest } = await opened.store.status();
  return {
    store: opened.id,
    name: opened.name,
    location: opened.location,
    readOnly: opened.store.readOnly,
    ...rest,
    unsnapshotted: await unsnapshottedTotals(opened.store, rest.revision, latestSnapshot),
  };
});

const changes = engine.stores.changes.handler(({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  return changeFeed(opened.store, untilReplaced(opened, signal));
});

const problems = engine.stores.problems.handler(({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  return latest(
    () => [...opened.problems.list],
    (notice) => opened.problems.onList(notice),
    untilReplaced(opened, signal),
  );
});

const metrics = engine.stores.metrics.handler(async ({ input, context }) => ({
  ...(await context.stores.get(input.store).store.getMetrics()),
}));

export const stores = { status, changes, problems, metrics };
