import { preview, typeOf } from "../../../../shared/json/index.ts";
import type { EntrySummary, Key, Revision } from "../../../../shared/model/index.ts";
import { StoredText } from "../../delta/storedText.ts";

/** What a preview shows at most, in UTF-16 units. */
export const PREVIEW_LENGTH = 120;

/**
 * What a list shows of a value.
 *
 * @param since The revision that wrote it; 0 when it is in no store yet.
 */
export function summaryOf(key: Key, text: string, since = 0 as Revision): EntrySummary {
  return summaryOfStored(key, new StoredText(text), since);
}

/** The same of a text in whichever form it is at hand. */
export function summaryOfStored(key: Key, stored: StoredText, since: Revision): EntrySummary {
  const head = stored.head(PREVIEW_LENGTH + 1);
  return { key, type: typeOf(head), size: stored.size, preview: preview(head, PREVIEW_LENGTH), since };
}
