/** Letters that are written from right to left. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Strings, names too; the last may be cut off. */
const STRINGS = /("(?:[^"\\]|\\.)*(?:"|\\?$))/s;

/**
 * JSON on one line. Each string has a direction of its own, so that a Hebrew name stays before its value and an Arabic
 * value in its place.
 */
export function JsonLine({ text }: { readonly text: string }) {
  if (!FROM_RIGHT.test(text)) return text;
  return text.split(STRINGS).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
    index % 2 === 0 ? part : <bdi key={index}>{part}</bdi>,
  );
}
