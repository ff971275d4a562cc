/** In UTF-16 units. A longer text gets its own memory, so that the scratch buffer stays small. */
const LONGEST = 4_000_000;

/** Starts at offset 8, so that `release()`, which frees only buffers at offset 0, never detaches the scratch buffer. */
const START = 8;

let room = Buffer.alloc(0);

/**
 * A text in UTF-8, in scratch memory that the next call reuses. Allocating memory takes as long as writing to it, and
 * counting the bytes beforehand takes as long again.
 */
export function encodeAtHand(text: string): Buffer {
  if (text.length > LONGEST) return Buffer.from(text);
  // A unit takes at most three bytes.
  if (room.length < START + 3 * text.length) room = Buffer.allocUnsafeSlow(START + 3 * text.length);
  return room.subarray(START, START + room.write(text, START));
}
