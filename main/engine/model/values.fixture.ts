/** A value of the model test: its text, and an id of its meaning (rule V6). */
export interface Sample {
  readonly text: string;
  /** Samples with equal values have the same meaning. */
  readonly meaning: string;
}

/** Texts with special features: null, number notations, member order, prototypes, emoji, depth. */
const LITERALS: readonly Sample[] = [
  { text: "null", meaning: "null" },
  { text: "true", meaning: "true" },
  { text: "false", meaning: "false" },
  { text: '""', meaning: "empty text" },
  { text: '"text with \\"quotes\\" and \\u0000 and 🦊"', meaning: "text" },
  { text: "0", meaning: "zero" },
  { text: "-0", meaning: "zero" },
  { text: "1", meaning: "one" },
  { text: "1.0", meaning: "one" },
  { text: "1e0", meaning: "one" },
  { text: "12345678901234567890", meaning: "12345678901234567890" },
  { text: "12345678901234567891", meaning: "12345678901234567891" },
  { text: "1e400", meaning: "1e400" },
  { text: "[]", meaning: "empty list" },
  { text: "{}", meaning: "empty object" },
  { text: '{"a":1,"b":[2,{"c":null}]}', meaning: "a and b" },
  { text: '{"b":[2,{"c":null}],"a":1.0}', meaning: "a and b" },
  { text: '{"__proto__":{"polluted":true},"constructor":1,"":[]}', meaning: "prototype" },
  { text: "[[[[[[[[[[1]]]]]]]]]]", meaning: "deep" },
];

/** Documents that pairwise differ in a few places, as deltas are made for. */
function document(variant: number): Sample {
  const items = Array.from({ length: 12 }, (_, i) => ({
    id: `item-${i}`,
    name: `Name of number ${i}, long enough to be worth compressing`,
    count: i === variant % 12 ? variant : i,
    tags: ["alpha", "beta", i % 3 === variant % 3 ? "gamma" : "delta"],
  }));
  if (variant % 5 === 0) items.splice(variant % 12, 1);
  if (variant % 4 === 0) items.reverse();
  const text = JSON.stringify({
    title: `Document ${variant % 7}`,
    items,
    notes: "n".repeat((variant * 37) % 6000),
  });
  return { text, meaning: text };
}

export const SAMPLES: readonly Sample[] = [
  ...LITERALS,
  ...Array.from({ length: 24 }, (_, variant) => document(variant)),
];

const MEANINGS = new Map(SAMPLES.map(({ text, meaning }) => [text, meaning]));

/** The meaning of a text. Texts that are not samples have been through `JSON.stringify` and are their own meaning. */
export function meaningOf(text: string): string {
  const known = MEANINGS.get(text);
  if (known === undefined) throw new Error(`Nothing is known about the text ${text.slice(0, 80)}`);
  return known;
}

/** Samples that a JavaScript value can represent: writing them as values and reading them returns their text. */
export const SAYABLE: readonly Sample[] = SAMPLES.filter(
  ({ text }) => text === "-0" || JSON.stringify(JSON.parse(text)) === text,
);

/** Few enough to collide, and none of them plain: rule V4, and order by UTF-8 bytes (rule V7). */
export const KEYS: readonly string[] = [
  "a",
  "a.b",
  "a/b~c:d%20e",
  "__proto__",
  "constructor",
  "toString",
  "ключ",
  "\u{1f98a} fox",
  "\uff5e",
  "\0",
  "k".repeat(4096),
  "z",
];
