import type { Key } from "../../../../shared/model/index.ts";
import type { PreparedChange, PreparedChanges } from "../../backends/backend.ts";
import { Slices } from "../../core/slices.ts";
import type { EntryChange } from "../../persistence.ts";
import { checkChange, checkLarge, isLarge } from "./checkChange.ts";

/** Changes that a caller made, and how many bytes of values they hold, which is known once they are ready. */
export interface Preparation {
  readonly prepared: PreparedChanges;
  readonly bytes: number;
}

/**
 * Checks these changes; the last of several changes of one key is the one that counts. What large values are is found out in
 * slices (rule W11).
 *
 * @throws {InvalidKeyError | InvalidValueError}
 */
export function prepareChanges(changes: readonly EntryChange[]): Preparation {
  if (changes.some(isLarge)) return prepareInSlices(changes);
  let bytes = 0;
  const checked = new Map<Key, EntryChange>();
  for (const given of changes) {
    const change = checkChange(given);
    if (change.text !== null) bytes += Buffer.byteLength(change.text);
    checked.set(change.key, change);
  }
  return { prepared: { changes: checked }, bytes };
}

function prepareInSlices(changes: readonly EntryChange[]): Preparation {
  const checked = new Map<Key, PreparedChange>();
  // Taken by copy: the caller may go on with its list.
  const ready = checkAll([...changes], (change) => {
    checked.set(change.key, change);
    if (change.text !== null)
      preparation.bytes += change.prepared?.bytes.length ?? Buffer.byteLength(change.text);
  });
  const preparation = { prepared: { changes: checked, ready }, bytes: 0 };
  return preparation;
}

async function checkAll(
  changes: readonly EntryChange[],
  take: (change: PreparedChange) => void,
): Promise<void> {
  const slices = new Slices();
  for (const given of changes) {
    take(isLarge(given) ? await checkLarge(given, slices) : checkChange(given));
    if (slices.due) await slices.pause(0, null);
  }
}
