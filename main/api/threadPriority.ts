import { getPriority, setPriority } from "node:os";

/**
 * Gives this thread the default priority. On Linux a thread inherits its creator's priority, and Electron raises that
 * of its main thread where it may. An engine with that priority competes with the page, which stutters during a search.
 * On other systems the priority belongs to the whole process and is not changed.
 */
export function takeOrdinaryPriority(): void {
  if (process.platform === "linux" && getPriority(0) < 0) setPriority(0, 0);
}
