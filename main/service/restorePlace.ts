import { shortPointer } from "../../shared/json/index.ts";
import type { Key, Moment, Revision } from "../../shared/model/index.ts";
import { type EnhancedPersistence, restoreLeaf } from "../engine/index.ts";
import { momentInWords } from "./momentInWords.ts";

/** Restores one place inside a value, and records the place and its moment in the history. */
export async function restorePlace(
  store: EnhancedPersistence,
  to: Moment,
  key: Key,
  pointer: string,
  options: { readonly expected: Revision | null; readonly force: boolean },
): Promise<Revision | null> {
  const moment = await momentInWords(store, to);
  const detail = moment === null ? shortPointer(pointer) : `${shortPointer(pointer)} from ${moment}`;
  return restoreLeaf(store, to, key, pointer, { ...options, detail });
}
