import { isCommonText } from "../../../../shared/diff/index.ts";
import type { Key } from "../../../../shared/model/index.ts";
import { textOf, valueAt } from "../../backends/sqlite/read/textOf.ts";
import type { ReadStatements } from "../../backends/sqlite/storage/readStatements.ts";
import type { KeyVersion } from "../../persistence.ts";

/** A revision that touched more keys is no rename: an import, mostly. */
const MOST_TOUCHED = 100;

/**
 * With nothing pending: what a key was called before, for each version with which it came: the one key that went in the
 * same revision and had the same text. Nothing of it is recorded, so that it is found in any history.
 *
 * @param versions Of one key, newest first.
 */
export function withFormerKeys(
  statements: ReadStatements,
  key: Key,
  versions: readonly KeyVersion[],
): KeyVersion[] {
  return versions.map((version, index) => {
    const older = versions[index + 1];
    const goesOn = older !== undefined && older.text !== null && older.until === version.revision.revision;
    const former = goesOn ? undefined : formerKey(statements, key, version);
    return former === undefined ? version : { ...version, renamedFrom: former };
  });
}

function formerKey(statements: ReadStatements, key: Key, { text, revision }: KeyVersion): Key | undefined {
  const { revision: at, touched } = revision;
  if (text === null || touched < 2 || touched > MOST_TOUCHED) return undefined;
  if (touched > 2 && isCommonText(text)) return undefined;
  const before = (at - 1) as typeof at;
  if (valueAt(statements, key, before) !== undefined) return undefined;
  const found = statements.touchedKeys.all({ from: before, to: at }).filter((other) => {
    if (other === key || valueAt(statements, other, at) !== undefined) return false;
    const was = valueAt(statements, other, before);
    return was !== undefined && textOf(statements, was) === text;
  });
  return found.length === 1 ? found[0] : undefined;
}
