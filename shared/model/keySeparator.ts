/** Characters that people use between the parts of a key, the most likely first. */
export const keySeparators = [".", "/", ":", "|", "_", "-"] as const;
export type KeySeparator = (typeof keySeparators)[number];

/** The number of keys examined for guessing. */
const SAMPLE = 10_000;
/** The share of keys that must contain a character for it to be a separator. */
const LEAST = 1 / 4;
/** A less likely character must occur this many times more often than a more likely one. */
const LEAD = 1.5;

/** The character that most of these keys can be split at; null if none is in enough of them. */
export function guessSeparator(keys: readonly string[]): KeySeparator | null {
  const every = Math.ceil(keys.length / SAMPLE);
  const sample = every > 1 ? keys.filter((_, index) => index % every === 0) : keys;
  let best: KeySeparator | null = null;
  let most = 0;
  for (const separator of keySeparators) {
    // A character at the very beginning splits nothing, because a part must have a name.
    const count = sample.filter((key) => key.includes(separator, 1)).length;
    if (count === 0 || count < sample.length * LEAST || count <= most * LEAD) continue;
    best = separator;
    most = count;
  }
  return best;
}
