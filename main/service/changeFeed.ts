import type { StoreChange } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/index.ts";

const MOST_KEYS = 1000;

/**
 * The changes of a store from now on, until the signal is aborted. Changes that arrive faster than they are read are
 * merged, so a slow listener costs no memory.
 */
export async function* changeFeed(
  store: Pick<EnhancedPersistence, "onChange">,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoreChange, void, void> {
  let pending: StoreChange | undefined;
  let wake: (() => void) | undefined;
  const stop = store.onChange((change) => {
    pending = pending ? merge(pending, change) : change;
    wake?.();
  });
  const abort = () => wake?.();
  signal?.addEventListener("abort", abort);
  try {
    while (!signal?.aborted) {
      if (pending) {
        const change = pending;
        pending = undefined;
        yield change;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    signal?.removeEventListener("abort", abort);
  }
}

function merge(earlier: StoreChange, later: StoreChange): StoreChange {
  const keys = earlier.keys && later.keys ? new Set([...earlier.keys, ...later.keys]) : null;
  return {
    revision: later.revision,
    snapshots: earlier.snapshots || later.snapshots,
    keys: keys && keys.size <= MOST_KEYS ? [...keys] : null,
  };
}
