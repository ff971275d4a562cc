/**
 * Compares two keys by their UTF-8 bytes (rule V7): negative, zero or positive. That equals UTF-16 order except for
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
