import { shortPointer } from "../../shared/json/index.ts";
import { type Moment, NOW } from "../../shared/model/index.ts";
import { planLeafRestore, restoreLeaf } from "../engine/index.ts";
import { restoreTo, totalsTo } from "../service/largeChanges.ts";
import { engine } from "./implementer.ts";
import type { OpenStore } from "./openStores.ts";

const findTag = engine.restore.findTag.handler(
  async ({ input, context }) =>
    (await context.stores.get(input.store).store.snapshotByTag(input.tag, input.latest)) ?? null,
);

const preview = engine.restore.preview.handler(({ input, context, signal }) => {
  const { store, differences } = context.stores.get(input.store);
  const { to, keys } = input;
  return totalsTo(store, to, { keys, signal, differing: () => differences.list(NOW, to, signal) });
});

const apply = engine.restore.apply.handler(async ({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  const { to, keys } = input;
  const detail = await describe(opened, to);
  const { store, safety, differences } = opened;
  const differing = () => differences.list(NOW, to, signal);
  return (await restoreTo(store, safety, to, { keys, detail, signal, differing })).done;
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
  const opened = context.stores.get(input.store);
  const { to, key, pointer, expected, force } = input;
  const moment = await describe(opened, to);
  const detail = moment === null ? shortPointer(pointer) : `${shortPointer(pointer)} from ${moment}`;
  return { revision: await restoreLeaf(opened.store, to, key, pointer, { expected, force, detail }) };
});

/** What was restored, in words for the history: the snapshot's tag, or which revision. */
async function describe({ store }: OpenStore, moment: Moment): Promise<string | null> {
  if (moment.kind === "now") return null;
  if (moment.kind === "revision") return `revision ${moment.revision}`;
  const snapshot = await store.findSnapshot(moment.version);
  return snapshot?.tags[0] ?? moment.version;
}

export const restore = { findTag, preview, apply, leafPreview, leaf };
