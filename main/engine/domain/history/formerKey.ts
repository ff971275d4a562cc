import { isCommonText } from "../../../../shared/diff/index.ts";
import type { Key, Revision } from "../../../../shared/model/index.ts";
import type { ReadView } from "../../backends/backend.ts";
import type { KeyVersion } from "../../persistence.ts";

/** A revision that touched more keys is not a rename; it is usually an import. */
const MOST_TOUCHED = 100;

/**
 * What a key was called before, for each version with which it came: the one key that went in the same revision and had the
 * same text. Nothing of it is recorded, so that it is found in any history.
 *
 * @param versions Of one key, newest first.
 */
export async function withFormerKeys(
  view: ReadView,
  key: Key,
  versions: readonly KeyVersion[],
): Promise<KeyVersion[]> {
  const named: KeyVersion[] = [];
  for (const [index, version] of versions.entries()) {
    const older = versions[index + 1];
    const goesOn = older !== undefined && older.text !== null && older.until === version.revision.revision;
    const former = goesOn || !isPerhapsRenamed(version) ? undefined : await formerKey(view, key, version);
    named.push(former === undefined ? version : { ...version, renamedFrom: former });
  }
  return named;
}

function isPerhapsRenamed({ text, revision: { touched } }: KeyVersion): boolean {
  if (text === null || touched < 2 || touched > MOST_TOUCHED) return false;
  return touched === 2 || !isCommonText(text);
}

async function formerKey(view: ReadView, key: Key, { text, revision }: KeyVersion): Promise<Key | undefined> {
  const to = revision.revision;
  const from = (to - 1) as Revision;
  const gone: Key[] = [];
  let isNew = false;
  const walk = view.changes({ from, to, keys: null, exact: true, most: MOST_TOUCHED });
  await walk.next((changed) => {
    if (changed.key === key) isNew = changed.before === null;
    else if (changed.after === null && changed.before?.stored.text === text) gone.push(changed.key);
  });
  return isNew && gone.length === 1 ? gone[0] : undefined;
}
