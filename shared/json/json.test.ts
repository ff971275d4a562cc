import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalDecimal,
  ExactNumber,
  equalJson,
  formatBeginning,
  formatJson,
  fromPointer,
  minify,
  parseExact,
  preview,
  stringifyExact,
  toPlain,
  toPointer,
  typeOf,
  validate,
} from "./index.ts";

const SEED = 20260611;
const runs = { seed: SEED, numRuns: 400 };
const wellFormed = fc
  .jsonValue({ maxDepth: 6, stringUnit: "binary" })
  .filter((v) => JSON.stringify(v).isWellFormed());

it("the beginning of a text laid out is that of the whole, however long that is", () => {
  const text = minify('{"a":[1,{"b":"x, [y]: \\"z\\""},[]],"c":{},"d":"long text at the end"}');
  const whole = formatJson(text, 2);
  for (let length = 1; length <= whole.length + 2; length += 1) {
    expect(formatBeginning(text, 2, length)).toBe(whole.slice(0, length));
    expect(formatBeginning(text.slice(0, length), 2, length), "of as much").toBe(whole.slice(0, length));
  }
});

describe("minify", () => {
  it("gives what JSON.parse and JSON.stringify give, from any layout", () => {
    fc.assert(
      fc.property(wellFormed, fc.constantFrom(undefined, 1, 2, "\t", " \r\n\t"), (value, space) => {
        expect(minify(` ${JSON.stringify(value, null, space)}\n`)).toBe(JSON.stringify(value));
      }),
      runs,
    );
  });

  it("takes what JSON.parse takes and refuses what it refuses, but for what Strata refuses beyond it", () => {
    const token = fc.constantFrom(
      ..."{}[],:",
      '"a"',
      '"b"',
      "1",
      "-0.5e+7",
      "0",
      "true",
      "null",
      " ",
      "\n",
      "tru",
      "01",
      "-",
      ".",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join("");
        const ours = validate(text);
        let theirs = true;
        try {
          JSON.parse(text);
        } catch {
          theirs = false;
        }
        if (!ours.ok && / again/.test(ours.error.message)) return;
        expect(ours.ok).toBe(theirs);
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });

  it("V5, V6 keeps numbers, escapes and member order as they are written", () => {
    const text = '{"2":1.0,"1":-0,"b":1e400,"a":12345678901234567890,"\\u0061b":"\\/\\u00e9\\t"}';
    expect(minify(text)).toBe(text);
    expect(minify(formatJson(text))).toBe(text);
  });

  it("gives the same string back when there is nothing to leave out", () => {
    const text = '{"a":[1,2,{"b":"c d"}]}';
    expect(minify(text)).toBe(text);
    expect(minify(' {"a" : "x  y" , "b":[ ] }')).toBe('{"a":"x  y","b":[]}');
  });
});

describe("formatJson", () => {
  it("lays out as JSON.stringify does", () => {
    fc.assert(
      fc.property(wellFormed, fc.integer({ min: 1, max: 4 }), (value, indent) => {
        expect(formatJson(JSON.stringify(value), indent)).toBe(JSON.stringify(value, null, indent));
      }),
      runs,
    );
  });
});

describe("the exact tree", () => {
  it("says what JSON.parse says", () => {
    fc.assert(
      fc.property(wellFormed, (value) => {
        const text = JSON.stringify(value);
        expect(toPlain(parseExact(text))).toEqual(toPlain(parseExact(JSON.stringify(JSON.parse(text)))));
        expect(stringifyExact(parseExact(text))).toBe(text);
      }),
      runs,
    );
  });

  it("V5, V6 keeps literals, the order of members like 2 and 1, and -0", () => {
    for (const text of ['{"2":1,"1":2}', "1.0", "1e400", "-0", "12345678901234567890", "[0.1,1e21,1E5]"]) {
      expect(stringifyExact(parseExact(text))).toBe(text);
    }
    expect(parseExact("0.1")).toBe(0.1);
    expect(parseExact("1.0")).toEqual(new ExactNumber("1.0"));
  });

  it("V4 __proto__ and its like are members", () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"":2,"toString":null}';
    const plain = toPlain(parseExact(text)) as Record<string, unknown>;
    expect(stringifyExact(parseExact(text))).toBe(text);
    expect(Object.keys(plain)).toEqual(["__proto__", "constructor", "", "toString"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("equalJson", () => {
  it("V6 leaves the order of members and the writing of numbers aside", () => {
    for (const [a, b] of [
      ['{"a":1,"b":[{}]}', '{"b":[{}],"a":1.0}'],
      ["1", "1.000"],
      ["100", "1e2"],
      ["-0", "0"],
      ["0.00", "0e99999999999999999999"],
      ["1e400", "10e399"],
      ['"\\u0061"', '"a"'],
      ["12345678901234567890", "1234567890123456789e1"],
    ] as const) {
      expect([a, b, equalJson(a, b)]).toEqual([a, b, true]);
    }
  });

  it("tells apart what differs, however little", () => {
    for (const [a, b] of [
      ["12345678901234567890", "12345678901234567891"],
      ["1e400", "1e401"],
      ["1e400", "null"],
      ["0.1", "0.10000000000000001"],
      ["[]", "{}"],
      ["0", "false"],
      ['""', "null"],
      ["[1,2]", "[2,1]"],
      ["[1]", "[1,1]"],
      ['{"a":1}', '{"b":1}'],
      ['{"__proto__":1}', '{"__proto__":2}'],
      ['{"__proto__":{}}', "{}"],
      ['{"a":null}', '{"b":null}'],
      ['"1"', "1"],
    ] as const) {
      expect([a, b, equalJson(a, b)]).toEqual([a, b, false]);
      expect([b, a, equalJson(b, a)]).toEqual([b, a, false]);
    }
  });

  it("agrees with itself after members are shuffled, and with the exact comparison", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([k, v]) => [k, shuffled(v)]),
      );
    };
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        expect(equalJson(JSON.stringify(a), JSON.stringify(shuffled(a), null, 1))).toBe(true);
        // A number with an exponent uses the exact path, without one the plain path. Both must give the same result.
        const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
        expect(equalJson(`[${x},1e0]`, `[${y},1]`)).toBe(equalJson(x, y));
      }),
      runs,
    );
  });
});

describe("numbers", () => {
  it("have one canonical text for each decimal value", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(30), (n, zeros) => {
        const shifted = `${n}${"0".repeat(zeros)}e-${zeros}`;
        expect(canonicalDecimal(shifted)).toBe(canonicalDecimal(String(n)));
        expect(canonicalDecimal(String(n + 1n))).not.toBe(canonicalDecimal(String(n)));
      }),
      runs,
    );
  });
});

describe("summaries", () => {
  it("tell the type", () => {
    const types = ["{}", "[]", '""', "-1", "true", "false", "null", " 0"].map(typeOf);
    expect(types).toEqual(["object", "array", "string", "number", "boolean", "boolean", "null", "number"]);
  });

  it("are cut at 120 units, never through a character", () => {
    expect(preview("x".repeat(120))).toBe("x".repeat(120));
    expect(preview("x".repeat(121))).toBe("x".repeat(120));
    expect(preview(`${"x".repeat(119)}😀`)).toBe("x".repeat(119));
  });
});

describe("JSON Pointers", () => {
  it("go there and back", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (path) => {
        expect(fromPointer(toPointer(path))).toEqual(path);
      }),
      runs,
    );
    expect(toPointer(["a/b", "m~n", 0, ""])).toBe("/a~1b/m~0n/0/");
    expect(fromPointer("a")).toBeNull();
    expect(fromPointer("/~2")).toBeNull();
  });
});
