import type { Moment, Revision } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { failed } from "../failures.ts";

/** The revision that a moment means just now. */
export async function revisionOf(
  store: Pick<EnhancedPersistence, "status" | "findSnapshot">,
  moment: Moment,
): Promise<Revision> {
  if (moment.kind === "revision") return moment.revision;
  if (moment.kind === "now") return (await store.status()).revision;
  const snapshot = await store.findSnapshot(moment.version);
  if (!snapshot) {
    throw failed(
      "SNAPSHOT_NOT_FOUND",
      `There is no snapshot ${moment.version} any more. Choose another one.`,
    );
  }
  return snapshot.revision;
}
