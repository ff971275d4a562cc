import { shortPointer } from "../../../shared/json/index.ts";
import type { Key, Moment, Revision } from "../../../shared/model/index.ts";
import { messageOf } from "../../client/index.ts";
import type { App } from "../../state/app.ts";
import { visibleName } from "../../ui/index.ts";

/** One place inside a value, "" for all of it, at a moment. */
export interface PlaceThen {
  readonly key: Key;
  readonly pointer: string;
  readonly to: Moment;
}

export interface HowBack {
  /** The `since` of the present value that the preview was made of; another one is refused. */
  readonly expected: Revision | null;
  /** Puts it there although it does not fit. */
  readonly force: boolean;
}

/**
 * Brings one place inside a value back to what it was at a moment, keeping later edits elsewhere, and offers Undo. Gives
 * why it could not, or null.
 */
export async function bringBack(
  app: App,
  { key, pointer, to }: PlaceThen,
  { expected, force }: HowBack,
): Promise<string | null> {
  const { client, store, refresh, notify } = app.getState();
  if (store === null) return "No store is open.";
  try {
    const { revision } = await client.engine.restore.leaf({ store, to, key, pointer, expected, force });
    if (revision !== null) await refresh({ revision, keys: [key] });
    const place = visibleName(`${shortPointer(pointer)} of ${key}`);
    if (revision === null) notify({ message: `${place} is what it was already` });
    else notify({ message: `Restored ${place}`, undo: revision });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
