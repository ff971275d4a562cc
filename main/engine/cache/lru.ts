import { LRUCache } from "lru-cache";
import type { Resident, Residents } from "./residents.ts";

/** Lets go what was not used for longest. */
export class LeastRecentlyUsed<Value> implements Residents<Value> {
  readonly #entries: LRUCache<string, Resident<Value>>;
  evictions = 0;

  constructor(limits: { readonly entries: number; readonly bytes: number }) {
    this.#entries = new LRUCache<string, Resident<Value>>({
      max: limits.entries,
      maxSize: limits.bytes,
      sizeCalculation: (resident) => Math.max(1, resident.bytes),
      dispose: (_resident, _name, reason) => {
        if (reason === "evict") this.evictions += 1;
      },
    });
  }

  get(name: string): Resident<Value> | undefined {
    return this.#entries.get(name);
  }

  set(name: string, resident: Resident<Value>): void {
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
}
