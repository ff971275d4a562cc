import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError, minify, minifyInSlices } from "./index.ts";
import { ScanInSlices, scanValue } from "./scanner.ts";

const space = fc.constantFrom("", "", "", " ", "\n", "\t ", " \r\n  ");
const name = fc.constantFrom("a", "b", "", "é", "😀", "__proto__", 'q"', "\\", "\n", "c", "d", "2", "1");
const leaf = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  fc.constantFrom("true", "false", "null", "0", "-0", "1.50", "1e400", "12345678901234567890", '"\\u0041"'),
);

/** JSON as people and programs write it: with white space anywhere, and now and then a member that comes twice. */
const written = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc
      .tuple(space, fc.array(fc.tuple(space, tie("value"), space), { maxLength: 6 }))
      .map(([gap, items]) => `[${gap}${items.map((item) => item.join("")).join(",")}]`),
    fc
      .tuple(space, fc.array(fc.tuple(name, space, space, tie("value"), space), { maxLength: 40 }))
      .map(
        ([gap, members]) =>
          `{${gap}${members.map(([key, a, b, value, c], n) => `${JSON.stringify(n % 11 === 10 ? key : `${key}${n}`)}${a}:${b}${value}${c}`).join(",")}}`,
      ),
  ),
})).value;

/** The same text with one character taken out, put in or cut off behind. */
const spoiled = fc
  .tuple(written, fc.nat(), fc.constantFrom("out", "cut", ...'{}[],:"\\x1-e. \u0000\ud800'))
  .map(([text, at, how]) => {
    const place = at % (text.length + 1);
    if (how === "cut") return text.slice(0, place);
    return how === "out"
      ? text.slice(0, place) + text.slice(place + 1)
      : text.slice(0, place) + how + text.slice(place);
  });

function outcome(run: () => string): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { message, offset, line, column, pointer, atEnd } = error;
    return { message, offset, line, column, pointer, atEnd };
  }
}

/** What is wrong, without the place, and whether or not something else is before the value. */
function sentenceOf(error: unknown): string {
  return (error as JsonSyntaxError).message
    .replace(/ \(line.*?\)\.$/s, "")
    .replace("found nothing", "found the end of the text");
}

function inSlices(text: string): string {
  const walk = minifyInSlices(text);
  for (;;) {
    const { done, value } = walk.next();
    if (done === true) return value;
    // What others scan between two slices is no concern of this one.
    outcome(() => minify('{"x":[{"y":1,"z":[{"w":'));
  }
}

describe("F12 a scan in slices", () => {
  it("F12 gives what a scan in one piece gives, to the byte, or the same error at the same place", () => {
    fc.assert(
      fc.property(space, written, space, (before, text, after) => {
        const whole = before + text + after;
        expect(outcome(() => inSlices(whole))).toEqual(outcome(() => minify(whole)));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(spoiled, (text) => {
        expect(outcome(() => inSlices(text))).toEqual(outcome(() => minify(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it("F12 goes on where the text ended before its value did, as if it had been whole", () => {
    fc.assert(
      fc.property(
        fc.oneof(written, spoiled),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.boolean(),
        (text, cuts, drop) => {
          const ahead = "1234567";
          let whole = ahead + text;
          const scan = new ScanInSlices(ahead.length);
          const piecewise = () => {
            for (const cut of cuts
              .map((at) => ahead.length + (at % (text.length + 1)))
              .sort((a, b) => a - b)) {
              const ended = outcome(() =>
                String(scan.go(whole.slice(0, cut - (ahead.length + text.length - whole.length)), false)),
              );
              if (ended === "true") return scan.minified(whole);
              if (!(typeof ended === "object" && (ended as JsonSyntaxError).atEnd))
                throw new Error("It neither ended nor asked for more.");
              if (drop && whole.length > text.length) {
                scan.move(ahead.length);
                whole = whole.slice(ahead.length);
              }
            }
            while (!scan.go(whole, true));
            return scan.minified(whole);
          };
          const expected = outcome(() => {
            const gaps: number[] = [];
            const end = scanValue(text, 0, gaps);
            return minify(text.slice(0, end));
          });
          let found: unknown;
          try {
            found = outcome(piecewise);
          } catch {
            // An error that more text does not mend is thrown at once.
            expect(expected).toBeTypeOf("object");
            return;
          }
          if (typeof expected === "string") expect(found).toBe(expected);
          else expect(sentenceOf(found)).toBe(sentenceOf(expected));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("F12 one long string, much white space and many members are cut into slices as well", () => {
    const texts = [
      `"${"x\\n😀".repeat(600_000)}"`,
      `[${"1 ,\n ".repeat(500_000)}1]`,
      `{${Array.from({ length: 200_000 }, (_, n) => `"name ${n}" : {"a":[${n}]}`).join(", ")}}`,
      `[${'{"a":1,"b":{"c":"d"}},'.repeat(100_000)}{"a":1,"a":2}]`,
    ];
    for (const text of texts) {
      let slices = 0;
      const found = outcome(() => {
        const walk = minifyInSlices(text);
        for (let step = walk.next(); ; step = walk.next(), slices += 1) if (step.done) return step.value;
      });
      expect(found).toEqual(outcome(() => minify(text)));
      expect(slices).toBeGreaterThanOrEqual(Math.floor(text.length / 2 ** 19));
    }
  });
});
