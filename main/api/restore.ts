import { type DifferenceTotals, type Key, type Moment, NOW } from "../../shared/model/index.ts";
import { planLeafRestore, restoreLeaf } from "../engine/index.ts";
import { engine } from "./implementer.ts";
import type { OpenStore } from "./openStores.ts";

const findTag = engine.restore.findTag.handler(
  async ({ input, context }) =>
    (await context.stores.get(input.store).store.snapshotByTag(input.tag, input.latest)) ?? null,
);

const preview = engine.restore.preview.handler(({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  return input.keys ? totalsOfKeys(opened, input.to, input.keys, signal) : opened.store.totals(NOW, input.to);
});

async function totalsOfKeys(
  { differences }: OpenStore,
  to: Moment,
  keys: readonly Key[],
  signal: AbortSignal | undefined,
): Promise<DifferenceTotals> {
  const wanted = new Set(keys);
  const totals = { added: 0, removed: 0, changed: 0 };
  for (const { key, kind } of await differences.list(NOW, to, signal)) {
    if (wanted.has(key)) totals[kind]++;
  }
  return totals;
}

const apply = engine.restore.apply.handler(async ({ input, context, signal }) => {
  const { store } = context.stores.get(input.store);
  const revision = await store.restore(input.to, {
    signal,
    ...(input.keys && { keys: input.keys }),
    detail: await describe(context.stores.get(input.store), input.to),
  });
  return { revision };
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
  const detail = moment === null ? pointer : `${pointer} from ${moment}`;
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
