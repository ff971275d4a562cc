import { dirname } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectRoot } from "./detect.ts";
import { fileEntries } from "./fileEntries.ts";
import { CHUNK } from "./fileText.ts";
import { type EntryRoot, type ImportPlan, PLAIN_PLAN } from "./plan.ts";
import { temporaryFile } from "./temporaryFiles.fixture.ts";

async function entriesOf(content: string | Uint8Array, plan: Partial<ImportPlan> = {}) {
  const path = temporaryFile(content);
  const whole = { ...PLAIN_PLAN, ...plan };
  const root = (await detectRoot(path, "file.json", whole)) as EntryRoot;
  const found: [string, string][] = [];
  for await (const some of fileEntries(path, "file.json", whole, root)) {
    for (const { key, text } of some) found.push([key, text]);
  }
  return found;
}

describe("a root object", () => {
  it("gives its members, exactly as they are written", async () => {
    const text = ' {"b" : 1.0 ,\n"a":{ "x":[1, 2] },"":null,"__proto__":12345678901234567890}\n';
    await expect(entriesOf(text.replace('"":null,', ""))).resolves.toEqual([
      ["b", "1.0"],
      ["a", '{"x":[1,2]}'],
      ["__proto__", "12345678901234567890"],
    ]);
    await expect(entriesOf("{}")).resolves.toEqual([]);
  });

  it("gives members of members to the chosen depth; what is no object, or an empty one, ends a path early", async () => {
    const text = '{"api":{"A":{"x":1},"B":{}},"n":5,"l":[{"a":1}],"e":{},"c":{"":{"d":{"deep":1}}}}';
    await expect(entriesOf(text, { depth: 2, separator: "/" })).resolves.toEqual([
      ["api/A", '{"x":1}'],
      ["api/B", "{}"],
      ["n", "5"],
      ["l", '[{"a":1}]'],
      ["e", "{}"],
      ["c/", '{"d":{"deep":1}}'],
    ]);
    await expect(entriesOf(text, { depth: 20 })).resolves.toContainEqual(["c..d.deep", "1"]);
  });

  it("gives back what was put in, whatever it is and wherever chunks end", async () => {
    const key = fc.string({ minLength: 1, unit: "grapheme" });
    const value = fc.jsonValue({ maxDepth: 4 });
    const spaces = fc.constantFrom(undefined, 2, "\t");
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value), spaces, fc.nat(6), async (state, space, shift) => {
        // A string that fills all but a few bytes of the first chunk, so that the boundary is at every place once.
        const filled = { filler: "é".repeat((CHUNK - 16) / 2 - shift), ...state };
        const found = await entriesOf(JSON.stringify(filled, null, space), { format: "json" });
        expect(found).toEqual(Object.entries(filled).map(([k, v]) => [k, JSON.stringify(v)]));
      }),
      { seed: 20260611, numRuns: 60 },
    );
  });

  it("reads one value larger than many chunks", async () => {
    const large = JSON.stringify(Array.from({ length: 900_000 }, (_, i) => i));
    const found = await entriesOf(`{"a":1,"large":${large},"z":2}`);
    expect(found.map(([key, text]) => [key, text.length])).toEqual([
      ["a", 1],
      ["large", large.length],
      ["z", 1],
    ]);
  });
});

describe("a root array", () => {
  const text = '[{"id":"a","v":1},{"v":2,"id":12345678901234567890},{"\\u0069d":"x\\ny"}]';

  it("gives its items by position", async () => {
    const found = await entriesOf(text);
    expect(found.map(([key]) => key)).toEqual(["0", "1", "2"]);
    await expect(entriesOf("[[],null,[1]]")).resolves.toEqual([
      ["0", "[]"],
      ["1", "null"],
      ["2", "[1]"],
    ]);
  });

  it("gives its items by a member, numbers as they are written", async () => {
    const found = await entriesOf(text, { keyField: "id" });
    expect(found.map(([key]) => key)).toEqual(["a", "12345678901234567890", "x\ny"]);
  });

  it("gives one member of each item as the value", async () => {
    await expect(entriesOf('[{"k":"a","v":1}]', { keyField: "k", valueField: "v" })).resolves.toEqual([
      ["a", "1"],
    ]);
  });

  it.each([
    [
      '[{"id":1},\n{"x":1}]',
      /line 2, column 1: Expected every item to have a member "id".*found an item without it/,
    ],
    ['[{"id":1},5]', /found an item that is of type number/],
    ['[{"id":null}]', /found null/],
    ['[{"id":{}}]', /found the type object/],
    ['[{"id":""}]', /a key of at least one character/],
    ['[{"id":"a"},\n {"id":"a"}]', /line 2, column 2: .* found the key "a" again, after line 1, column 2/],
    ['[{"id":1},{"id":"1"}]', /found the key "1" again/],
  ])("%s is refused", async (content, message) => {
    await expect(entriesOf(content, { keyField: "id" })).rejects.toThrow(message);
  });
});

describe("NDJSON", () => {
  it("is seen and read line by line, empty lines aside", async () => {
    const text = '{"id":"a","n":1}\r\n\n{"id":"b"}\n';
    await expect(entriesOf(text, { keyField: "id" })).resolves.toEqual([
      ["a", '{"id":"a","n":1}'],
      ["b", '{"id":"b"}'],
    ]);
    await expect(entriesOf("1\n2")).resolves.toEqual([
      ["0", "1"],
      ["1", "2"],
    ]);
  });

  it.each([
    ['{"a":1}\n{"a":\n2}\n', /line 2, column 1: Expected one whole value on each line/],
    ['{"a":1}\n{"b":1} {"c":1}\n', /line 2, column 9: Expected the end of the line, found \{/],
    ['{"a":1}\n{"b":\n', /line 2, column 6|line 3, column 1/],
  ])("%j is refused", async (content, message) => {
    await expect(entriesOf(content)).rejects.toThrow(message);
  });
});

describe("the manual's export", () => {
  it("is seen by its members, data taken as the root", async () => {
    const text = '{"data":{"a":{"b":1}},"metadata":{"exported_at":"2025-10-05T00:00:00","snapshots":[]}}';
    await expect(entriesOf(text)).resolves.toEqual([["a", '{"b":1}']]);
    await expect(entriesOf(text, { depth: 2 })).resolves.toEqual([["a.b", "1"]]);
    await expect(entriesOf(text, { format: "json" })).resolves.toHaveLength(2);
  });

  it("is seen however large, metadata in front or behind", async () => {
    const data = JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i])));
    const metadata = '{ "exported_at" : "x", "snapshots" : [] }';
    await expect(entriesOf(`{"data": ${data},\n"metadata": ${metadata}}`)).resolves.toHaveLength(200_000);
    await expect(entriesOf(`{"data": ${data}}`)).resolves.toHaveLength(1);
  });

  it.each([
    ['{"metadata":{}}', /Expected a member "data"/],
    ['{"data":[]}', /line 1, column 9: Expected an object as "data"/],
    ["[]", /found an array/],
    ['{"data":{},"data":{}}', /found "data" again/],
    ['{"data":{"a":1}', /line 1, column 16/],
    ['{"data":{},"metadata":{"exported_at":NaN}}', /NaN, .*inside \/metadata\/exported_at/],
  ])("M2 %s is no export", async (content, message) => {
    await expect(entriesOf(content, { format: "export" })).rejects.toThrow(message);
  });
});

describe("M3 what a file may not hold is refused with its place", () => {
  const deep = `{"a":\n${"[".repeat(501)}`;
  it.each([
    ["", /line 1, column 1: Expected a value, found nothing/],
    ["plain words\n", /line 1, column 1: .*the word plain/],
    ["42", /Expected an object or an array, found 42/],
    [
      '{"a":1,\n "b":2',
      /line 2, column 7: Expected a comma or the end of the object, found the end of the file/,
    ],
    ['{"a":{"b":[1,', /line 1, column 14: .*inside \/a\/b\/1/],
    ['{"a":"cut of', /line 1, column 6: .*be closed/],
    [
      '{"a":1,\n"a":2}',
      /line 2, column 1: Expected each key once, found the key "a" again, after line 1, column 2/,
    ],
    ['{"x":{"a":1,"\\u0061":2}}', /found "a" again.*inside \/x\/a/],
    ['{"a":NaN}', /line 1, column 6: .*NaN/],
    ['{"a":[Infinity]}', /column 7: .*Infinity.*inside \/a\/0/],
    ['{"a":1,}', /no trailing commas/],
    ["[1,]", /no trailing commas/],
    ['{"a":1} x', /Expected the end of the file, found the word x/],
    ["[1] [2]", /Expected the end of the file, found \[/],
    ['{"a":"\\ud800"}', /half of a surrogate pair/],
    ['{"":1}', /a key of at least one character/],
    [`{"${"k".repeat(4097)}":1}`, /a key of at most 4096 bytes/],
    [deep, /line 2, column 501: Expected at most 500 levels/],
    ["// note\n{}", /a comment/],
  ])("%j", async (content, message) => {
    await expect(entriesOf(content)).rejects.toThrow(message);
    await expect(entriesOf(content)).rejects.toMatchObject({
      name: "ImportError",
      code: "IMPORT",
      path: "file.json",
    });
  });

  it("a byte order mark is dropped", async () => {
    await expect(entriesOf('\ufeff{"a":1}')).resolves.toEqual([["a", "1"]]);
  });

  it.each([
    [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), /UTF-16/],
    [Buffer.from("PK\x03\x04"), /ZIP/],
    [
      Buffer.concat([Buffer.from('{"é":1,\n"ab": "é'), Buffer.from([0xc3, 0x28])]),
      /line 2, column 9: the bytes here/,
    ],
    [
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80])]),
      /line 1, column 7: the bytes here/,
    ],
    [Buffer.from([0x7b, 0xe2, 0x82]), /line 1, column 2: the bytes here/],
  ])("invalid UTF-8 %#", async (content, message) => {
    await expect(entriesOf(content)).rejects.toThrow(message);
  });

  it("the place is right far into a file, too", async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `"key${i}": "é${i}"`);
    await expect(entriesOf(`{\n${lines.join(",\n")},\n"last": tru }`)).rejects.toThrow(
      /line 100002, column 9: .*inside \/last/,
    );
    const bytes = Buffer.concat([Buffer.from(`{\n${lines.join(",\n")},\n"é`), Buffer.from([0xff])]);
    await expect(entriesOf(bytes)).rejects.toThrow(/line 100002, column 3: the bytes here/);
  });

  it("one key from two paths, and one object twice, are refused at any depth", async () => {
    const two = { depth: 2 };
    await expect(entriesOf('{"a.b":1,"a":{"b":2}}', two)).rejects.toThrow(
      /key "a\.b" again.*another separator/,
    );
    await expect(entriesOf('{"a.b":1,"a":{"b":2}}', { ...two, separator: "/" })).resolves.toHaveLength(2);
    await expect(entriesOf('{"a":{"x":1},"a":{"y":2}}', two)).rejects.toThrow(/member "a" again/);
    await expect(entriesOf('{"a":{"x":1},"a":5}', two)).rejects.toThrow(/"a" again/);
    await expect(entriesOf('{"a":5,"a":{"x":1}}', two)).rejects.toThrow(/"a" again/);
    await expect(entriesOf('{"a":{"x":1,"x":2}}', two)).rejects.toThrow(/key "a\.x" again/);
  });

  it("a missing file and a folder give different errors", async () => {
    const path = temporaryFile("{}");
    const read = async (at: string) => {
      for await (const _ of fileEntries(at, "x", PLAIN_PLAN, "object"));
    };
    await expect(read(`${path}.not`)).rejects.toThrow(/no such file/);
    await expect(read(dirname(path))).rejects.toThrow(/a folder/);
  });
});

describe("a long read", () => {
  const many = JSON.stringify(Array.from({ length: 300_000 }, (_, i) => ({ id: i })));

  it("reports bytes and can be stopped", async () => {
    const path = temporaryFile(many);
    const seen: [number, number | null][] = [];
    const controller = new AbortController();
    const onProgress = (done: number, total: number | null) => seen.push([done, total]);
    let count = 0;
    for await (const some of fileEntries(path, "x", PLAIN_PLAN, "array", { onProgress }))
      count += some.length;
    expect(count).toBe(300_000);
    expect(seen.at(-1)).toEqual([many.length, many.length]);
    const stopped = async () => {
      for await (const _ of fileEntries(path, "x", PLAIN_PLAN, "array", { signal: controller.signal })) {
        controller.abort();
      }
    };
    await expect(stopped()).rejects.toThrow(/abort/i);
  });

  it("holds key fingerprints that do not lie about a key that came once", async () => {
    const keys = new Set<string>();
    const found = await entriesOf(many, { keyField: "id" });
    for (const [key] of found) keys.add(key);
    expect(keys.size).toBe(300_000);
  });
});
