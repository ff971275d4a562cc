/** A cached value. */
export interface Resident<Value> {
  readonly value: Value;
  readonly bytes: number;
  /** Its expiry time, by the cache's clock. */
  readonly expires: number;
}

/** The entries of a memory cache, in the order of eviction. */
export interface Residents<Value> {
  /** Counts as a use. */
  get(name: string): Resident<Value> | undefined;
  /** Adds an entry, and evicts others until it fits. An entry that can never fit is not added. */
  set(name: string, resident: Resident<Value>): void;
  delete(name: string): void;
  clear(): void;
  readonly size: number;
  readonly bytes: number;
  readonly evictions: number;
}
