import { NOW } from "../../shared/model/index.ts";
import { planLeafRestore } from "../engine/index.ts";
import { countsOf } from "../service/changeCounts.ts";
import { restoreTo, totalsTo } from "../service/largeChanges.ts";
import { restorePlace } from "../service/restorePlace.ts";
import { engine } from "./implementer.ts";

const preview = engine.restore.preview.handler(({ input, context, signal }) => {
  const { store, differences } = context.stores.get(input.store);
  const { to, keys } = input;
  return totalsTo(store, to, { keys, signal, differing: () => differences.list(NOW, to, signal) });
});

const apply = engine.restore.apply.handler(async ({ input, context, signal }) => {
  const { store, safety, differences } = context.stores.get(input.store);
  const { to, keys } = input;
  const differing = () => differences.list(NOW, to, signal);
  const { done } = await restoreTo(store, safety, to, { keys, signal, differing });
  return { ...done, counts: await countsOf(store, done) };
});

const leafPreview = engine.restore.leafPreview.handler(async ({ input, context }) => {
  const { store } = context.stores.get(input.store);
  const { before, after, conflicts, since } = await planLeafRestore(
    store,
    input.to,
    input.key,
    input.pointer,
  );
  return { before, after, conflicts: [...conflicts], since };
});

const leaf = engine.restore.leaf.handler(async ({ input, context }) => {
  const { to, key, pointer, expected, force } = input;
  const { store } = context.stores.get(input.store);
  return { revision: await restorePlace(store, to, key, pointer, { expected, force }) };
});

export const restore = { preview, apply, leafPreview, leaf };
