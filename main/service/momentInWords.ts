import type { Moment } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

/**
 * A moment's name for the history: a snapshot's first tag or its version, else its revision. A relative name such as
 * "yesterday" would mean something else later. Null for the present.
 */
export async function momentInWords(
  store: Pick<EnhancedPersistence, "findSnapshot">,
  moment: Moment,
): Promise<string | null> {
  if (moment.kind === "now") return null;
  if (moment.kind === "revision") return `revision ${moment.revision}`;
  const snapshot = await store.findSnapshot(moment.version);
  return snapshot?.tags[0] ?? moment.version;
}
