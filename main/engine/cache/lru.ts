import { LRUCache } from "lru-cache";
import type { Resident, Residents } from "./residents.ts";

interface Limits {
  readonly entries: number;
  readonly bytes: number;
}

/** It makes room for all its entries at once, which takes a third of the time that a store takes to open: so for few at first. */
const FEW = 1000;

/** Lets go what was not used for longest. */
export class LeastRecentlyUsed<Value> implements Residents<Value> {
  readonly #limits: Limits;
  #entries: LRUCache<string, Resident<Value>>;
  evictions = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#entries = this.#roomFor(Math.min(FEW, limits.entries));
  }

  get(name: string): Resident<Value> | undefined {
    return this.#entries.get(name);
  }

  set(name: string, resident: Resident<Value>): void {
    if (this.#entries.size === this.#entries.max && this.#entries.max < this.#limits.entries) {
      const few = this.#entries.dump();
      this.#entries = this.#roomFor(this.#limits.entries);
      this.#entries.load(few);
    }
    this.#entries.set(name, resident);
  }

  delete(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
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
