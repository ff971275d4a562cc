import { smallest } from "../../../shared/model/index.ts";
import type { Resident, Residents } from "./residents.ts";

interface Counted<Value> {
  resident: Resident<Value>;
  uses: number;
}

/**
 * Evicts the least frequently used entry; among equals, the least recently used. Every operation takes constant time:
 * names are kept in one set for each number of uses (K. Shah, A. Mitra, D. Matani, "An O(1) algorithm for implementing
 * the LFU cache eviction scheme", 2010).
 */
export class LeastFrequentlyUsed<Value> implements Residents<Value> {
  readonly #limits: { readonly entries: number; readonly bytes: number };
  readonly #entries = new Map<string, Counted<Value>>();
  readonly #byUses = new Map<number, Set<string>>();
  #fewest = 1;
  bytes = 0;
  evictions = 0;

  constructor(limits: { readonly entries: number; readonly bytes: number }) {
    this.#limits = limits;
  }

  get(name: string): Resident<Value> | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    this.#use(name, entry);
    return entry.resident;
  }

  set(name: string, resident: Resident<Value>): void {
    const known = this.#entries.get(name);
    if (resident.bytes > this.#limits.bytes) {
      this.delete(name);
      return;
    }
    if (known !== undefined) {
      this.bytes += resident.bytes - known.resident.bytes;
      known.resident = resident;
      this.#use(name, known);
    } else {
      this.#makeRoom(1, resident.bytes);
      this.#entries.set(name, { resident, uses: 1 });
      this.#namesUsed(1).add(name);
      this.#fewest = 1;
      this.bytes += resident.bytes;
    }
    this.#makeRoom(0, 0);
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    this.bytes -= entry.resident.bytes;
    this.#leave(name, entry.uses);
  }

  clear(): void {
    this.#entries.clear();
    this.#byUses.clear();
    this.#fewest = 1;
    this.bytes = 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  #use(name: string, entry: Counted<Value>): void {
    const before = entry.uses;
    entry.uses += 1;
    this.#namesUsed(entry.uses).add(name);
    this.#leave(name, before);
  }

  #namesUsed(times: number): Set<string> {
    let names = this.#byUses.get(times);
    if (names === undefined) {
      names = new Set();
      this.#byUses.set(times, names);
    }
    return names;
  }

  #leave(name: string, uses: number): void {
    const names = this.#byUses.get(uses);
    names?.delete(name);
    if (names?.size !== 0) return;
    this.#byUses.delete(uses);
    if (this.#fewest !== uses) return;
    // After a use, the next set is known to exist; after a deletion it must be searched.
    if (this.#byUses.has(uses + 1)) this.#fewest = uses + 1;
    else this.#fewest = this.#byUses.size === 0 ? 1 : smallest(this.#byUses.keys(), Number.MAX_SAFE_INTEGER);
  }

  #makeRoom(entries: number, bytes: number): void {
    while (
      this.#entries.size > 0 &&
      (this.#entries.size + entries > this.#limits.entries || this.bytes + bytes > this.#limits.bytes)
    ) {
      const [least] = this.#byUses.get(this.#fewest) ?? [];
      if (least === undefined) return;
      this.delete(least);
      this.evictions += 1;
    }
  }
}
