import { LRUCache } from "lru-cache";
import type { Resident, Residents } from "./residents.ts";

interface Limits {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * The library allocates all its entries at once, which takes a third of the time to open a store. So the first cache is
 * small, and is created with the first entry.
 */
const FEW = 1000;

/** Evicts the least recently used entry. */
export class LeastRecentlyUsed<Value> implements Residents<Value> {
  readonly #limits: Limits;
  #entries: LRUCache<string, Resident<Value>> | undefined;
  evictions = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get(name: string): Resident<Value> | undefined {
    return this.#entries?.get(name);
  }

  set(name: string, resident: Resident<Value>): void {
    let entries = this.#entries ?? this.#roomFor(Math.min(FEW, this.#limits.entries));
    if (entries.size === entries.max && entries.max < this.#limits.entries) {
      const few = entries.dump();
      entries = this.#roomFor(this.#limits.entries);
      entries.load(few);
    }
    entries.set(name, resident);
    this.#entries = entries;
  }

  delete(name: string): void {
    this.#entries?.delete(name);
  }

  clear(): void {
    this.#entries?.clear();
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  #roomFor(entries: number): LRUCache<string, Resident<Value>> {
    return new LRUCache<string, Resident<Value>>({
      max: entries,
      maxSize: this.#limits.bytes,
      sizeCalculation: (resident) => Math.max(1, resident.bytes),
      dispose: (_resident, _name, reason) => {
        if (reason === "evict") this.evictions += 1;
      },
    });
  }
}
