/** Numbers from 0 up to, not including, 1; the same ones for the same seed. Algorithm: mulberry32 by Tommy Ettinger. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Different whole numbers below `limit`, in random order, the same for the same seed; at most `limit` of them. */
export function distinctNumbers(count: number, limit: number, seed: number): number[] {
  const random = randomNumbers(seed);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, limit)) chosen.add(Math.floor(random() * limit));
  return [...chosen];
}
