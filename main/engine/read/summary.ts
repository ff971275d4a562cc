import { preview, typeOf } from "../../../shared/json/index.ts";
import type { EntrySummary, Key, Revision } from "../../../shared/model/index.ts";

/** What a preview shows at most, in UTF-16 units. */
export const PREVIEW_LENGTH = 120;

/**
 * What a list shows of a value.
 *
 * @param since The revision that wrote it; 0 when it is in no store yet.
 */
export function summaryOf(key: Key, text: string, since = 0 as Revision): EntrySummary {
  return {
    key,
    type: typeOf(text),
    size: Buffer.byteLength(text),
    preview: preview(text, PREVIEW_LENGTH),
    since,
  };
}
