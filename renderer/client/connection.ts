/**
 * - `connecting`: not yet connected for the first time.
 * - `connected`: calls get through.
 * - `lost`: it was connected and isn't; another attempt follows by itself.
 * - `ended`: the server that this page came from has ended, or did not let this page in. A new one has another address.
 */
export type ConnectionState = "connecting" | "connected" | "lost" | "ended";

/** Whether calls get through just now. Fits React's `useSyncExternalStore(connection.subscribe, connection.current)`. */
export interface Connection {
  readonly current: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A call could not be made, or its answer is unknown, because the other side is gone. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

/**
 * There is no server where this page came from (`unreachable`: one behind a tunnel may come back), or not the one that
 * let it in (`replaced`).
 */
export class ServerGoneError extends Error {
  override readonly name = "ServerGoneError";
  readonly how: "unreachable" | "replaced";

  constructor(message: string, how: ServerGoneError["how"], options?: ErrorOptions) {
    super(message, options);
    this.how = how;
  }
}

/** The worst first. */
const BY_WEIGHT = ["ended", "lost", "connecting"] as const;

/** The state of several connections as one: connected when all are, else the worst of them. */
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
    const combined = BY_WEIGHT.find((state) => states.includes(state)) ?? "connected";
    if (combined === this.#combined) return;
    this.#combined = combined;
    for (const listener of this.#listeners) listener();
  }
}
