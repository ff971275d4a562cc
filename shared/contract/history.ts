import { z } from "zod";
import { call } from "./errors.ts";
import { key, revision, revisionRecord, rowLimit, storeId, undoStep } from "./schemas.ts";

const inStore = z.object({ store: storeId });

export const history = {
  /** Newest first. */
  revisions: call
    .input(inStore.extend({ before: revision.optional(), limit: rowLimit }))
    .output(z.array(revisionRecord)),
  /** Every retained version of one key, newest first. */
  ofKey: call
    .input(inStore.extend({ key, before: revision.optional(), limit: rowLimit }))
    .output(
      z.array(
        z.object({ text: z.string().nullable(), revision: revisionRecord, until: revision.nullable() }),
      ),
    ),
  /** Takes back the last change, and says which; null when there is none. */
  undo: call.input(inStore).output(undoStep.nullable()),
  redo: call.input(inStore).output(undoStep.nullable()),
};
