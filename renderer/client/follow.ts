import type { Connection } from "./connection.ts";
import { failureOf } from "./failure.ts";

export interface Follower<Event> {
  readonly onEvent: (event: Event) => void;
  /** The feed was interrupted and has resumed; request anything that it may have reported meanwhile. */
  readonly onResume?: () => void;
  /** The feed ended with an error that a retry cannot fix. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Listens to an event iterator of a contract, and listens again after a lost connection, until the returned function is
 * called.
 */
export function follow<Event>(
  connection: Connection,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  follower: Follower<Event>,
): () => void {
  const controller = new AbortController();
  void listen(connection, open, follower, controller.signal);
  return () => controller.abort();
}

async function listen<Event>(
  connection: Connection,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  { onEvent, onResume, onFailure }: Follower<Event>,
  signal: AbortSignal,
): Promise<void> {
  for (let first = true; !signal.aborted; first = false) {
    try {
      const events = await open(signal);
      if (!first) onResume?.();
      for await (const event of events) {
        if (signal.aborted) return;
        onEvent(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (failureOf(error)) return onFailure?.(error);
    }
    await connected(connection, signal);
  }
}

/** Resolves once calls can be made again, but never at once, so that a feed that keeps ending does not loop. */
async function connected(connection: Connection, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (connection.current() === "connected" || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const stop = connection.subscribe(() => {
      if (connection.current() === "connected") done();
    });
    function done() {
      stop();
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
