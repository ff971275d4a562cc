import { preview, typeOf } from "../../../../shared/json/index.ts";
import type { EntrySummary, Key, Revision } from "../../../../shared/model/index.ts";
import { StoredText } from "../../delta/storedText.ts";

/** The longest preview, in UTF-16 units. */
export const PREVIEW_LENGTH = 120;

/**
 * The summary of a value for lists.
 *
 * @param since The revision that wrote it; 0 if it is in no store yet.
 */
export function summaryOf(key: Key, text: string, since = 0 as Revision): EntrySummary {
  return summaryOfStored(key, new StoredText(text), since);
}

/** The same for a text in either form. */
export function summaryOfStored(key: Key, stored: StoredText, since: Revision): EntrySummary {
  const head = stored.head(PREVIEW_LENGTH + 1);
  return { key, type: typeOf(head), size: stored.size, preview: preview(head, PREVIEW_LENGTH), since };
}
