import { blame as blameOf, leafHistory } from "../engine/index.ts";
import { engine } from "./implementer.ts";

const revisions = engine.history.revisions.handler(({ input, context }) => {
  const { store, before, limit } = input;
  return context.stores.get(store).store.revisions({ limit, ...(before !== undefined && { before }) });
});

const ofKey = engine.history.ofKey.handler(({ input, context }) => {
  const { store, key, before, limit } = input;
  return context.stores.get(store).store.history(key, { limit, ...(before !== undefined && { before }) });
});

const ofLeaf = engine.history.ofLeaf.handler(({ input, context, signal }) => {
  const { store, key, pointer, before, limit } = input;
  return leafHistory(context.stores.get(store).store, key, pointer, { before, limit, signal });
});

const blame = engine.history.blame.handler(async ({ input, context, signal }) => {
  const found = await blameOf(context.stores.get(input.store).store, input.key, input.at, { signal });
  return found === undefined ? null : { ...found, places: [...found.places] };
});

const activity = engine.history.activity.handler(({ input, context, signal }) =>
  context.stores.get(input.store).store.activity(input.buckets, { signal }),
);

const undo = engine.history.undo.handler(({ input, context }) =>
  context.stores.get(input.store).store.undo(),
);

const redo = engine.history.redo.handler(({ input, context }) =>
  context.stores.get(input.store).store.redo(),
);

export const history = { revisions, ofKey, ofLeaf, blame, activity, undo, redo };
