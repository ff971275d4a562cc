import type { Key, Revision, RevisionRecord } from "../../../../shared/model/index.ts";
import type { Backend } from "../../backends/backend.ts";
import type { KeyVersion } from "../../persistence.ts";
import { withFormerKeys } from "./formerKey.ts";

/** Later than every revision. */
const ALL = Number.MAX_SAFE_INTEGER as Revision;

/** Revisions that can be read, newest first. */
export async function revisions(
  backend: Backend,
  { before = ALL, limit }: { readonly before?: Revision; readonly limit: number },
): Promise<RevisionRecord[]> {
  const view = await backend.view("short", []);
  return [...(await view.revisions(before, limit))];
}

/**
 * Every retained version of one key, newest first, with absence where it was deleted. The cost depends on those
 * versions, however long the store's history is (rule H2). A version with which the key appeared has its former name.
 */
export async function keyHistory(
  backend: Backend,
  key: Key,
  { before = ALL, limit }: { readonly before?: Revision; readonly limit: number },
): Promise<KeyVersion[]> {
  const view = await backend.view("short", []);
  return withFormerKeys(view, key, await view.versions(key, before, limit));
}
