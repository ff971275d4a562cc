import type { Resident, Residents } from "./residents.ts";

/**
 * Evicts the first entry of a queue. Setting a value again either keeps its place (`"fifo"`: first in, first out) or
 * moves it to the end (`"ttl"`: all entries live equally long, so the last one set expires last).
 */
export class Queue<Value> implements Residents<Value> {
  readonly #limits: { readonly entries: number; readonly bytes: number };
  readonly #order: "fifo" | "ttl";
  /** A map iterates over its entries in the order in which they were first set. */
  readonly #entries = new Map<string, Resident<Value>>();
  bytes = 0;
  evictions = 0;

  constructor(limits: { readonly entries: number; readonly bytes: number }, order: "fifo" | "ttl") {
    this.#limits = limits;
    this.#order = order;
  }

  get(name: string): Resident<Value> | undefined {
    return this.#entries.get(name);
  }

  set(name: string, resident: Resident<Value>): void {
    if (this.#order === "ttl" || resident.bytes > this.#limits.bytes) this.delete(name);
    if (resident.bytes > this.#limits.bytes) return;
    this.bytes += resident.bytes - (this.#entries.get(name)?.bytes ?? 0);
    this.#entries.set(name, resident);
    for (const first of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.entries && this.bytes <= this.#limits.bytes) return;
      this.delete(first);
      this.evictions += 1;
    }
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    this.#entries.delete(name);
    this.bytes -= entry.bytes;
  }

  clear(): void {
    this.#entries.clear();
    this.bytes = 0;
  }

  get size(): number {
    return this.#entries.size;
  }
}
