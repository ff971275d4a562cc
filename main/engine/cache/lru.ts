import type { Resident, Residents } from "./residents.ts";

/** An entry between the one that was used before it and the one that was used after it. */
interface Link<Value> {
  readonly name: string;
  resident: Resident<Value>;
  older: Link<Value> | null;
  newer: Link<Value> | null;
}

/** Lets go what was not used for longest. A use moves an entry to the end of a list, and makes nothing anew. */
export class LeastRecentlyUsed<Value> implements Residents<Value> {
  readonly #limits: { readonly entries: number; readonly bytes: number };
  readonly #links = new Map<string, Link<Value>>();
  #oldest: Link<Value> | null = null;
  #newest: Link<Value> | null = null;
  bytes = 0;
  evictions = 0;

  constructor(limits: { readonly entries: number; readonly bytes: number }) {
    this.#limits = limits;
  }

  get(name: string): Resident<Value> | undefined {
    const link = this.#links.get(name);
    if (link === undefined) return undefined;
    if (link !== this.#newest) {
      this.#takeOut(link);
      this.#append(link);
    }
    return link.resident;
  }

  set(name: string, resident: Resident<Value>): void {
    this.delete(name);
    if (resident.bytes > this.#limits.bytes) return;
    const link = { name, resident, older: null, newer: null };
    this.#links.set(name, link);
    this.#append(link);
    this.bytes += resident.bytes;
    while (this.#links.size > this.#limits.entries || this.bytes > this.#limits.bytes) {
      if (this.#oldest === null) return;
      this.delete(this.#oldest.name);
      this.evictions += 1;
    }
  }

  delete(name: string): void {
    const link = this.#links.get(name);
    if (link === undefined) return;
    this.#links.delete(name);
    this.#takeOut(link);
    this.bytes -= link.resident.bytes;
  }

  clear(): void {
    this.#links.clear();
    this.#oldest = null;
    this.#newest = null;
    this.bytes = 0;
  }

  get size(): number {
    return this.#links.size;
  }

  #append(link: Link<Value>): void {
    link.older = this.#newest;
    if (this.#newest === null) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
  }

  #takeOut(link: Link<Value>): void {
    const { older, newer } = link;
    if (older === null) this.#oldest = newer;
    else older.newer = newer;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    link.older = null;
    link.newer = null;
  }
}
