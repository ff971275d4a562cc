const EMPTY = 0;

/**
 * A set of strings as 64-bit fingerprints, 8 bytes a slot: a million keys take 16 MB, where a set of strings takes 100
 * MB. It never misses a string that was added. At a million keys, one new string in 10^13 seems to be known, so callers
 * check again.
 */
export class KeySet {
  readonly #seed: number;
  #slots = new Uint32Array(2 * 1024);
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Adds a string. True if it seems to be known already. */
  add(key: string): boolean {
    let high = 0x9e3779b9 ^ this.#seed;
    let low = 0x85ebca6b ^ this.#seed;
    // cyrb53 (bryc, public domain), both halves kept.
    for (let i = 0; i < key.length; i += 1) {
      const c = key.charCodeAt(i);
      high = Math.imul(high ^ c, 2654435761);
      low = Math.imul(low ^ c, 1597334677);
    }
    const a = (Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)) >>> 0;
    const b = (Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)) >>> 0;
    if (!insert(this.#slots, a, b === EMPTY ? 1 : b)) return true;
    this.#count += 1;
    if (this.#count * 8 > this.#slots.length * 3) this.#grow();
    return false;
  }

  #grow(): void {
    const wider = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const b = this.#slots[at + 1] ?? EMPTY;
      if (b !== EMPTY) insert(wider, this.#slots[at] ?? 0, b);
    }
    this.#slots = wider;
  }
}

/** False if the pair exists already. The second half is never `EMPTY`. */
function insert(slots: Uint32Array, a: number, b: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let slot = a & mask; ; slot = (slot + 1) & mask) {
    const found = slots[2 * slot + 1];
    if (found === EMPTY) {
      slots[2 * slot] = a;
      slots[2 * slot + 1] = b;
      return true;
    }
    if (found === b && slots[2 * slot] === a) return false;
  }
}
