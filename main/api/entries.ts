import type { JsonText } from "../../shared/model/index.ts";
import { setMember as setMemberOf } from "../engine/index.ts";
import { deletedBy } from "../service/changeCounts.ts";
import { keyChangesSince } from "../service/keyChanges.ts";
import { deleteKeys, setMemberOfMany } from "../service/largeChanges.ts";
import { keysWithPrefix } from "../service/lists/keysWithPrefix.ts";
import { renameKey } from "../service/renameKey.ts";
import { engine } from "./implementer.ts";

const window = engine.entries.window.handler(({ input, context, signal }) => {
  const { looks, keys } = context.stores.get(input.store);
  return looks.run(() => keys.window(input.at, input, input.offset, input.limit, signal));
});

const position = engine.entries.position.handler(({ input, context, signal }) => {
  const { keys } = context.stores.get(input.store);
  return keys.position(input.at, input, input.key, signal);
});

const changesSince = engine.entries.changesSince.handler(({ input, context, signal }) =>
  keyChangesSince(context.stores.get(input.store).store, input.at, input.keys, signal),
);

const get = engine.entries.get.handler(async ({ input, context }) => {
  const { store } = context.stores.get(input.store);
  const entry = await store.read(input.key, input.at);
  if (entry === undefined) return null;
  const { cut } = input;
  const { length } = entry.text;
  const text = cut && length > cut.over ? (entry.text.slice(0, cut.to) as JsonText) : entry.text;
  return { ...entry, text, length };
});

/** UTF-16 units of one piece, which takes a few milliseconds to write or read. */
const PIECE = 1_000_000;

const pieces = engine.entries.pieces.handler(async function* ({ input, context }) {
  const { store } = context.stores.get(input.store);
  const entry = await store.read(input.key, input.at);
  if (entry === undefined) return;
  const { text, since } = entry;
  for (let from = 0; from < text.length; from += PIECE)
    yield { piece: text.slice(from, from + PIECE), since };
});

const put = engine.entries.put.handler(async ({ input, context }) => {
  const { store } = context.stores.get(input.store);
  const revision = await store.write([{ key: input.key, text: input.text }], {
    operation: "set",
    ...(input.expected !== undefined && { expected: new Map([[input.key, input.expected]]) }),
  });
  return { revision };
});

const remove = engine.entries.delete.handler(async ({ input, context }) => {
  const { store, safety } = context.stores.get(input.store);
  const { done } = await deleteKeys(store, safety, input.keys);
  return { revision: done.revision, deleted: await deletedBy(store, done.revision) };
});

const children = engine.entries.children.handler(({ input, context, signal }) => {
  const { store, at, separator, prefix, after, limit } = input;
  return context.stores.get(store).tree.children(at, separator, prefix, after, limit, signal);
});

const keys = engine.entries.keys.handler(({ input, context }) => {
  const { at, prefix, after, limit } = input;
  return keysWithPrefix(context.stores.get(input.store).store, at, prefix, after, limit);
});

const setMember = engine.entries.setMember.handler(async ({ input, context, signal }) => {
  const { keys, pointer, text, dryRun } = input;
  const { store, safety } = context.stores.get(input.store);
  const change = dryRun
    ? await setMemberOf(store, keys, pointer, text, { dryRun, signal })
    : (await setMemberOfMany(store, safety, keys, pointer, text, { signal })).done;
  return { ...change, examples: [...change.examples], skipped: [...change.skipped] };
});

const rename = engine.entries.rename.handler(async ({ input, context }) => ({
  revision: await renameKey(context.stores.get(input.store).store, input.from, input.to),
}));

export const entries = {
  window,
  position,
  changesSince,
  get,
  pieces,
  put,
  delete: remove,
  rename,
  children,
  keys,
  setMember,
};
