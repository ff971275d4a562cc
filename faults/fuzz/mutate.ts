import type { Random } from "../random.ts";

/** What programs that read text trip over. */
const TOKENS = [
  "null",
  "-1",
  "1e999",
  "9007199254740993",
  '"',
  '""',
  "\\u0000",
  '"\\ud800"',
  "__proto__",
  "[",
  "]",
  "{",
  "}",
  ":",
  ",",
  "\n",
  "\u0000",
  "\ufeff",
  "[[[[[[[[[[[[",
  "NaN",
  "🦊",
];

/** Changes up to four places of some bytes: bits, tokens, pieces that are taken out, doubled, moved or cut off. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  for (let i = 0; i <= random.below(4); i += 1) changed = mutateOnce(changed, random);
  return changed;
}

function mutateOnce(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const piece = after.subarray(0, 1 + random.below(40));
  switch (random.below(6)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << random.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, Buffer.from(random.pick(TOKENS)), after]);
    case 2:
      return Buffer.concat([before, Buffer.from(random.pick(TOKENS)), after.subarray(piece.length)]);
    case 3:
      return Buffer.concat([before, after.subarray(piece.length)]);
    case 4:
      return Buffer.concat([before, piece, after]);
    default:
      return random.below(4) === 0 ? Buffer.from(before) : Buffer.concat([after, before]);
  }
}
