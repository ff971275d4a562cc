/**
 * - `connecting`: not yet connected for the first time.
 * - `connected`: calls can be made.
 * - `lost`: the connection was lost; the client reconnects automatically.
 * - `ended`: the server of this page has ended, or did not admit this page. A new one has another address.
 */
export type ConnectionState = "connecting" | "connected" | "lost" | "ended";

/** The state of the connection. For React: `useSyncExternalStore(connection.subscribe, connection.current)`. */
export interface Connection {
  readonly current: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A call could not be made, or its result is unknown, because the connection was lost. */
export class ConnectionLostError extends Error {
  override readonly name = "ConnectionLostError";
}

/**
 * No server answers at this page's address (`unreachable`: one behind a tunnel may return), or another server does
 * (`replaced`).
 */
export class ServerGoneError extends Error {
  override readonly name = "ServerGoneError";
  readonly how: "unreachable" | "replaced";

  constructor(message: string, how: ServerGoneError["how"], options?: ErrorOptions) {
    super(message, options);
    this.how = how;
  }
}

/** Worst first. */
const BY_WEIGHT = ["ended", "lost", "connecting"] as const;

/** The combined state of several connections: connected if all are, else the worst of them. */
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
