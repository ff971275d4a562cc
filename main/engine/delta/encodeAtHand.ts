/** UTF-16 units. A longer text gets memory of its own, so that what is kept here stays small. */
const LONGEST = 4_000_000;

/** Its first bytes are never used: what begins elsewhere than its memory does is nobody's own to give back. */
const START = 8;

let room = Buffer.alloc(0);

/**
 * A text in UTF-8, in memory that the next call uses again: new memory takes as long as writing to it, and to count the
 * bytes beforehand as long again.
 */
export function encodeAtHand(text: string): Buffer {
  if (text.length > LONGEST) return Buffer.from(text);
  // A unit takes three bytes at most.
  if (room.length < START + 3 * text.length) room = Buffer.allocUnsafeSlow(START + 3 * text.length);
  return room.subarray(START, START + room.write(text, START));
}
