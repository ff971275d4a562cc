/**
 * Compares two keys by their UTF-8 bytes (rule V7): negative, zero or positive. That is UTF-16 order, but for
 * surrogates, which stand for code points above all others; so they are moved above U+FFFF before comparing.
 */
export function compareKeys(a: string, b: string): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return lift(x) - lift(y);
  }
  return a.length - b.length;
}

function lift(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** The first text past every text with this prefix, by UTF-8 bytes; null when there is none, as past the empty prefix. */
export function endOfPrefix(prefix: string): string | null {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) as number;
    if (point >= 0x10ffff) continue;
    // Surrogates are no characters.
    return points.join("") + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return null;
}
