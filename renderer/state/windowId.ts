const PLACE = "strata.window";
const LOCK = "strata-window-";

/**
 * An id for this window that survives a reload and that no other open window has. It is held as a lock while the window
 * is open, so that other windows can check it.
 */
export async function claimWindowId(): Promise<string> {
  const before = sessionStorage.getItem(PLACE);
  // A duplicated tab has the other one's id; its lock is then taken.
  if (before !== null && (await hold(before))) return before;
  const id = crypto.randomUUID();
  await hold(id);
  sessionStorage.setItem(PLACE, id);
  return id;
}

/** The ids of all open windows, this one included. */
export async function openWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}

/** Returns true once this window holds the lock; false if another one does. */
function hold(id: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK + id, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        // Never resolved, so the lock is held until the window closes.
        return lock === null ? undefined : new Promise(() => {});
      })
      .catch(reject);
  });
}
