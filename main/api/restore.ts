import { shortPointer } from "../../shared/json/index.ts";
import { type DifferenceTotals, type Key, type Moment, NOW } from "../../shared/model/index.ts";
import { planLeafRestore, restoreLeaf } from "../engine/index.ts";
import { engine } from "./implementer.ts";
import type { OpenStore } from "./openStores.ts";
import { keysIn } from "./tripwire.ts";

const findTag = engine.restore.findTag.handler(
  async ({ input, context }) =>
    (await context.stores.get(input.store).store.snapshotByTag(input.tag, input.latest)) ?? null,
);

const preview = engine.restore.preview.handler(({ input, context, signal }) => {
  return totalsTo(context.stores.get(input.store), input.to, input.keys, signal);
});

/** What going from the present to that moment changes, in all keys or in some. */
async function totalsTo(
  { store, differences }: OpenStore,
  to: Moment,
  keys: readonly Key[] | undefined,
  signal: AbortSignal | undefined,
): Promise<DifferenceTotals> {
  if (keys === undefined) return store.totals(NOW, to);
  const wanted = new Set(keys);
  const totals = { added: 0, removed: 0, changed: 0 };
  for (const { key, kind } of await differences.list(NOW, to, signal)) {
    if (wanted.has(key)) totals[kind]++;
  }
  return totals;
}

const apply = engine.restore.apply.handler(async ({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  const { to, keys } = input;
  const detail = await describe(opened, to);
  return opened.tripwire.guard(
    {
      what: `restore of ${detail ?? "the present"}`,
      atMost: keys?.length,
      count: async () => keysIn(await totalsTo(opened, to, keys, signal)),
    },
    async () => ({ revision: await opened.store.restore(to, { signal, ...(keys && { keys }), detail }) }),
  );
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
