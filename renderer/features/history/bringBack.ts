import type { Key, Moment } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import type { App } from "../../state/app.ts";

/** What became of bringing back one place: done, nothing to do, or reasons why it can't simply be put there. */
export type BroughtBack =
  | { readonly kind: "done" }
  | { readonly kind: "conflicts"; readonly conflicts: readonly string[] }
  | { readonly kind: "failed"; readonly message: string };

export interface PlaceThen {
  readonly key: Key;
  readonly pointer: string;
  readonly to: Moment;
}

/** Brings one place inside a value back to what it was at a moment, keeping later edits elsewhere, and offers Undo. */
export async function bringBack(app: App, place: PlaceThen, force: boolean): Promise<BroughtBack> {
  const { client, store, refresh, notify } = app.getState();
  if (store === null) return { kind: "failed", message: "No store is open." };
  const { key, pointer, to } = place;
  try {
    const preview = await client.engine.restore.leafPreview({ store, to, key, pointer });
    if (preview.conflicts.length > 0 && !force) return { kind: "conflicts", conflicts: preview.conflicts };
    const { revision } = await client.engine.restore.leaf({
      store,
      to,
      key,
      pointer,
      expected: preview.since,
      force,
    });
    await refresh([key]);
    if (revision === null) notify({ message: `${pointer} of ${key} is what it was already` });
    else notify({ message: `Brought back ${pointer} of ${key}`, undo: revision });
    return { kind: "done" };
  } catch (error) {
    return { kind: "failed", message: messageOf(error) };
  }
}
