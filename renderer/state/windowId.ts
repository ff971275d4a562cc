const PLACE = "strata.window";
const LOCK = "strata-window-";

/**
 * A name for this window that outlives a reload, and that no other open window has. Held as a lock for as long as the
 * window is open, so that the others can tell.
 */
export async function claimWindowId(): Promise<string> {
  const before = sessionStorage.getItem(PLACE);
  // A duplicated tab brings the other one's name along; then the lock is taken.
  if (before !== null && (await hold(before))) return before;
  const id = crypto.randomUUID();
  await hold(id);
  sessionStorage.setItem(PLACE, id);
  return id;
}

/** The names of the windows that are open now, this one among them. */
export async function openWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}

/** True once this window holds the lock; false when another one does. */
function hold(id: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK + id, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        // Never settled: the lock goes with the window.
        return lock === null ? undefined : new Promise(() => {});
      })
      .catch(reject);
  });
}
