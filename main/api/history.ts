import { engine } from "./implementer.ts";

const revisions = engine.history.revisions.handler(({ input, context }) => {
  const { store, before, limit } = input;
  return context.stores.get(store).store.revisions({ limit, ...(before !== undefined && { before }) });
});

const ofKey = engine.history.ofKey.handler(({ input, context }) => {
  const { store, key, before, limit } = input;
  return context.stores.get(store).store.history(key, { limit, ...(before !== undefined && { before }) });
});

const undo = engine.history.undo.handler(({ input, context }) =>
  context.stores.get(input.store).store.undo(),
);

const redo = engine.history.redo.handler(({ input, context }) =>
  context.stores.get(input.store).store.redo(),
);

export const history = { revisions, ofKey, undo, redo };
