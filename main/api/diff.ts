import { engine } from "./implementer.ts";

const totals = engine.diff.totals.handler(({ input, context }) =>
  context.stores.get(input.store).store.totals(input.from, input.to),
);

const window = engine.diff.window.handler(({ input, context, signal }) => {
  const { differences } = context.stores.get(input.store);
  const { from, to, kinds, filter, offset, limit } = input;
  return differences.window(from, to, { kinds: kinds ?? null, filter }, offset, limit, signal);
});

const values = engine.diff.values.handler(async ({ input, context }) => {
  const { store } = context.stores.get(input.store);
  const [before, after] = await Promise.all([
    store.read(input.key, input.from),
    store.read(input.key, input.to),
  ]);
  return { before: before?.text ?? null, after: after?.text ?? null };
});

export const diff = { totals, window, values };
