import { getPriority, setPriority } from "node:os";

/**
 * Gives this thread the priority that programs have by default. On Linux a thread is born with that of the thread that
 * made it, and Electron raises its main thread's where it may: an engine that is as urgent as that takes its turns
 * from the page, which stutters while it searches. Elsewhere a priority is the whole process's: it stays as it is.
 */
export function takeOrdinaryPriority(): void {
  if (process.platform === "linux" && getPriority(0) < 0) setPriority(0, 0);
}
