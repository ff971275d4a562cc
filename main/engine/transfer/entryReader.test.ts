import fc from "fast-check";
import { expect, it } from "vitest";
import { minify, validate } from "../../../shared/json/index.ts";
import { EntryReader } from "./entryReader.ts";
import { type EntryRoot, PLAIN_PLAN } from "./plan.ts";
import { TextWindow } from "./textWindow.ts";

const SEED = 20260611;

/** Gives a text in pieces of these lengths, over and over. */
function piecewise(text: string, lengths: readonly number[]) {
  let at = 0;
  let turn = 0;
  return {
    name: "pieces.json",
    async read(): Promise<string | null> {
      if (at >= text.length) return null;
      const length = lengths[turn % lengths.length] ?? 1;
      turn += 1;
      const piece = text.slice(at, at + length);
      at += length;
      return piece;
    },
  };
}

async function readAll(text: string, lengths: readonly number[], root: EntryRoot, depth = 1) {
  const plan = { ...PLAIN_PLAN, depth };
  const reader = new EntryReader(new TextWindow(piecewise(text, lengths)), plan, root);
  const found: [string, string][] = [];
  for (let item = await reader.next(); item !== undefined; item = await reader.next()) {
    if (item.kind === "entry") found.push([JSON.stringify(item.path), item.text]);
  }
  return found;
}

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

it("takes a text in pieces exactly when it takes it whole", async () => {
  const token = fc.constantFrom(
    ..."{}[]:,",
    '"a"',
    '"b"',
    '"\\u00e9"',
    "12",
    "-0.5e+7",
    "true",
    "null",
    " ",
    "\n",
    "tru",
    "01",
    '"x',
  );
  const text = fc.tuple(
    fc.constantFrom("{", "[", '{"a":', "[1,"),
    fc.array(token, { maxLength: 9 }),
    fc.constantFrom("}", "]", ""),
  );
  await fc.assert(
    fc.asyncProperty(text, lengths, async ([opening, tokens, closing], pieces) => {
      const whole = opening + tokens.join("") + closing;
      const validity = validate(whole);
      // A name that comes twice in the root is noticed by the keys that it makes, further on.
      const repeated = !validity.ok && / again/.test(validity.error.message);
      const read = readAll(whole, pieces, whole.startsWith("[") ? "array" : "object");
      if (repeated) await read.catch(() => {});
      else if (validity.ok) await read;
      else await expect(read).rejects.toMatchObject({ code: "IMPORT", path: "pieces.json" });
    }),
    { seed: SEED, numRuns: 5000 },
  );
});

it("gives the same entries and names the same place, however the text is cut", async () => {
  const value = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 }));
  await fc.assert(
    fc.asyncProperty(
      value,
      lengths,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(200),
      async (state, pieces, depth, cut) => {
        const text = JSON.stringify(state, null, 1);
        const whole = await readAll(text, [text.length], "object", depth);
        expect(await readAll(text, pieces, "object", depth)).toEqual(whole);
        const short = text.slice(0, Math.min(cut, text.length - 1));
        const failure = (of: readonly number[]) =>
          readAll(short, of, "object", depth).then(
            () => "was taken",
            (error: Error) => error.message,
          );
        expect(await failure(pieces)).toBe(await failure([short.length || 1]));
      },
    ),
    { seed: SEED, numRuns: 1000 },
  );
});

it("reads lines as it reads items", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 3 })), lengths, async (values, pieces) => {
      const lines = values.map((value) => `${JSON.stringify(value)}\n`).join("\n");
      const found = await readAll(lines, pieces, "ndjson");
      expect(found.map(([, text]) => text)).toEqual(values.map((value) => minify(JSON.stringify(value))));
    }),
    { seed: SEED, numRuns: 500 },
  );
});

/** Reads a file that comes in pieces of this length, and counts how often the reader lets others go first or takes more. */
async function readInTurns(text: string, length: number, root: EntryRoot) {
  const source = piecewise(text, [length]);
  let reads = 0;
  const counted = { ...source, read: () => source.read().finally(() => (reads += 1)) };
  const reader = new EntryReader(new TextWindow(counted), PLAIN_PLAN, root);
  const texts: string[] = [];
  let turns = 0;
  for (let item = reader.nextAtHand(); item !== undefined; item = reader.nextAtHand()) {
    if (item !== null) texts.push(item.text);
    else {
      turns += 1;
      await reader.more();
    }
  }
  return { texts, turns, reads };
}

it("F12 one large value is read in slices, each of its characters once, however the file comes", async () => {
  const part = '{"id": 1, "name": "one \\u00e9 😀", "tags": [ "a", "b" ]}';
  const value = `[${Array.from({ length: 60_000 }, () => part).join(",\n  ")}]`;
  const small = '"small"';
  const expected = [small, minify(value), small];
  for (const [root, text] of [
    ["object", `{"a": ${small}, "large": ${value}, "z": ${small}}`],
    ["array", `[${expected.join(",")}]`],
    ["ndjson", `${small}\n${minify(value)}\n${small}\n`],
  ] as const) {
    const slices = Math.floor(text.length / 2 ** 18);
    for (const length of [1 << 16, text.length]) {
      const { texts, turns, reads } = await readInTurns(text, length, root);
      expect(texts).toEqual(expected);
      // Rereading the whole window each time would end in fewer turns.
      expect(turns).toBeGreaterThanOrEqual(slices);
      expect(turns).toBeLessThan(slices + 20);
      expect(reads).toBe(Math.ceil(text.length / length) + 1);
    }
  }
});

it("F12 what is wrong within a large value, or where it is cut short, is said with its place", async () => {
  const items = `"${"x".repeat(90)}",\n`.repeat(30_000);
  const read = (text: string, length: number) =>
    readInTurns(text, length, "object").then(
      () => "was taken",
      (error: Error) => error.message,
    );
  for (const [end, message] of [
    ["1,01]}", /line 30001, column 3: .*leading zeros.*, inside \/a\/b\/30001\./],
    ['{"c":1,"c":2}]}', /line 30001, column 8: .*found "c" again/s],
    ["1", /line 30001, column 2: .*, found the end of the/s],
  ] as const) {
    const text = `{"small":1,"a":{"b":[${items}${end}`;
    for (const length of [1 << 16, text.length]) expect(await read(text, length)).toMatch(message);
  }
});
