/** Signs that people put between the parts of a key, the likelier first. */
export const keySeparators = [".", "/", ":", "|", "_", "-"] as const;
export type KeySeparator = (typeof keySeparators)[number];

/** Keys looked at for guessing. */
const SAMPLE = 10_000;
/** The share of keys that have to have a sign, for it to be taken for a separator. */
const LEAST = 1 / 4;
/** How far a less likely sign has to be ahead of a likelier one. */
const LEAD = 1.5;

/** The sign at which most of these keys can be split into parts; null when there is none that enough of them have. */
export function guessSeparator(keys: readonly string[]): KeySeparator | null {
  const every = Math.ceil(keys.length / SAMPLE);
  const sample = every > 1 ? keys.filter((_, index) => index % every === 0) : keys;
  let best: KeySeparator | null = null;
  let most = 0;
  for (const separator of keySeparators) {
    // A part has a name: a sign at the very beginning splits nothing.
    const count = sample.filter((key) => key.includes(separator, 1)).length;
    if (count === 0 || count < sample.length * LEAST || count <= most * LEAD) continue;
    best = separator;
    most = count;
  }
  return best;
}
