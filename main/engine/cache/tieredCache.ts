import type { JsonValue } from "../persistence.ts";
import type { CacheStats, ValueCache } from "./valueCache.ts";

/** In bytes. Decoding a longer text costs about as much as finding it in a file, and less than writing it there. */
const LARGEST_BEHIND = 64 * 1024;

/** A small fast cache in front of a persistent one: what is found behind is also kept in front. */
export class TieredCache implements ValueCache {
  readonly #front: ValueCache;
  readonly #back: ValueCache;
  #broughtForward = 0;

  constructor(front: ValueCache, back: ValueCache) {
    this.#front = front;
    this.#back = back;
  }

  get(name: string): JsonValue | undefined {
    const near = this.#front.get(name);
    if (near !== undefined) return near;
    const far = this.#back.get(name);
    if (far !== undefined) {
      this.#broughtForward += 1;
      this.#front.put(name, far, Buffer.byteLength(typeof far === "string" ? far : JSON.stringify(far)));
    }
    return far;
  }

  put(name: string, value: JsonValue, bytes: number): void {
    this.#front.put(name, value, bytes);
    if (bytes <= LARGEST_BEHIND) this.#back.put(name, value, bytes);
  }

  invalidate(name?: string): void {
    this.#front.invalidate(name);
    this.#back.invalidate(name);
  }

  /** Of both together, including requests that only the front answered. An entry in both counts twice. */
  stats(): CacheStats {
    const front = this.#front.stats();
    const back = this.#back.stats();
    return {
      hits: front.hits + back.hits,
      misses: front.misses - back.hits,
      puts: front.puts - this.#broughtForward,
      evictions: front.evictions + back.evictions,
      expirations: front.expirations + back.expirations,
      entries: front.entries + back.entries,
      bytes: front.bytes + back.bytes,
    };
  }

  close(): void {
    this.#front.close();
    this.#back.close();
  }
}
