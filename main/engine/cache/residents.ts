/** What a cache holds under one name. */
export interface Resident<Value> {
  readonly value: Value;
  readonly bytes: number;
  /** When it is too old, by the cache's clock. */
  readonly expires: number;
}

/** The entries of a cache in memory, in the order in which they have to go. */
export interface Residents<Value> {
  /** Counts as a use. */
  get(name: string): Resident<Value> | undefined;
  /** Takes an entry in, and lets others go until it fits. One that could never fit is not taken in. */
  set(name: string, resident: Resident<Value>): void;
  delete(name: string): void;
  clear(): void;
  readonly size: number;
  readonly bytes: number;
  readonly evictions: number;
}
