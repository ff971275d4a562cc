/**
 * - `connecting`: not yet connected for the first time.
 * - `connected`: calls get through.
 * - `lost`: it was connected and isn't; another attempt follows by itself.
 */
export type ConnectionState = "connecting" | "connected" | "lost";

/** Whether calls get through just now. Fits React's `useSyncExternalStore(connection.subscribe, connection.current)`. */
export interface Connection {
  readonly current: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A call could not be made, or its answer is unknown, because the other side is gone. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

/** The state of several connections as one: connected when all are, lost when any is. */
export class ConnectionBoard implements Connection {
  readonly #states = new Map<string, ConnectionState>();
  readonly #listeners = new Set<() => void>();
  #combined: ConnectionState = "connecting";

  readonly current = (): ConnectionState => this.#combined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  report(name: string, state: ConnectionState): void {
    this.#states.set(name, state);
    const states = [...this.#states.values()];
    const combined = states.includes("lost")
      ? "lost"
      : states.includes("connecting")
        ? "connecting"
        : "connected";
    if (combined === this.#combined) return;
    this.#combined = combined;
    for (const listener of this.#listeners) listener();
  }
}
