import type { JsonText, Key } from "../../../shared/model/index.ts";
import type { App } from "../../state/app.ts";
import { mayWrite } from "../../state/readOnly.ts";
import { formatCount, visibleName } from "../../ui/index.ts";

/** Deletes these keys, after a question if a person wants one; `onDeleted` is called only if it was done. */
export function askToDelete(app: App, keys: readonly Key[], onDeleted: () => void): void {
  const { preferences, show } = app.getState();
  if (!mayWrite(app.getState())) return;
  if (preferences.confirmations === "bulk" && keys.length > 1) show({ kind: "deleteKeys", keys, onDeleted });
  else void deleteKeys(app, keys).then(onDeleted);
}

/** Deletes these keys as one step and offers Undo. */
export async function deleteKeys(app: App, keys: readonly Key[]): Promise<void> {
  const { client, store, fail, refresh, notify, shelveDrafts, selectKey, selectedKey } = app.getState();
  if (!store) return;
  try {
    const { revision, deleted } = await client.engine.entries.delete({ store, keys: [...keys] });
    shelveDrafts(keys);
    if (selectedKey !== null && keys.includes(selectedKey)) selectKey(null);
    if (revision === null) return;
    await refresh({ revision, keys: keys.length <= 1000 ? keys : null });
    const what = keys.length === 1 ? visibleName(keys[0] ?? "") : formatCount(deleted ?? keys.length, "key");
    notify({ message: `Deleted ${what}`, undo: revision });
  } catch (error) {
    fail(error);
  }
}

/** Adds a key; rejects with the contract's failure, CONFLICT when there is one of that name. */
export async function createKey(app: App, key: Key, text: JsonText): Promise<void> {
  const { client, store, refresh, selectKey, backToNow } = app.getState();
  if (!store) return;
  const { revision } = await client.engine.entries.put({ store, key, text, expected: null });
  if (revision !== null) await refresh({ revision, keys: [key] });
  backToNow();
  selectKey(key);
}

/** Gives a key another name, with its draft; rejects with the contract's failure. */
export async function renameKey(app: App, from: Key, to: Key): Promise<void> {
  const { client, store, refresh, notify, moveDraft, drafts } = app.getState();
  if (!store || from === to) return;
  if (drafts.has(to)) {
    const key = visibleName(to);
    throw new Error(`There is an unsaved edit of ${key}, which was deleted. Save or discard it first.`);
  }
  const { revision } = await client.engine.entries.rename({ store, from, to });
  moveDraft(from, to, revision);
  await refresh({ revision, keys: [from, to] });
  if (app.getState().selectedKey === from) app.getState().selectKey(to);
  notify({ message: `Renamed ${visibleName(from)} to ${visibleName(to)}`, undo: revision });
}
