import fc from "fast-check";
import { expect, it } from "vitest";
import { aroundDifference } from "./aroundDifference.ts";
import { surelyDiffers } from "./surelyDiffers.ts";

/** Strings that resemble the text between strings, or JSON. */
const misleading = fc.oneof(
  fc.constantFrom(":", ",", '","', "{}", "true", '\\"', "\\", '{"a":1,', "é–😀", "1e5", "x"),
  fc.string(),
);

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    misleading,
    fc.array(tie("value"), { maxLength: 8 }),
    fc.dictionary(misleading, tie("value"), { maxKeys: 8 }),
  ),
})).value;

function expectTheSame(a: string, b: string): void {
  if (a === b) return;
  const [x, y] = aroundDifference(Buffer.from(a), Buffer.from(b));
  expect(surelyDiffers(x, y), `${a.slice(0, 500)} and ${b.slice(0, 500)}`).toBe(surelyDiffers(a, b));
}

it("W3 surely differs around the difference exactly where it does as a whole", () => {
  fc.assert(
    fc.property(values, values, fc.integer({ min: 0, max: 3000 }), misleading, (x, y, count, filler) => {
      const [a, b] = [JSON.stringify(x), JSON.stringify(y)];
      const before = `[${`${JSON.stringify(filler)},`.repeat(count)}`;
      expectTheSame(a, b);
      expectTheSame(`${before}${a}]`, `${before}${b}]`);
      expectTheSame(`${before}{"a":${a},"b":${b}}]`, `${before}{"a":${b},"b":${a}}]`);
      expectTheSame(`${before}{"a":${a},"b":${b}}]`, `${before}{"b":${b},"a":${a}}]`);
    }),
    { numRuns: 400 },
  );
});

it("W3 takes what is long whole, and little of what is not", () => {
  const long = "x".repeat(200_000);
  const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`name ${i}`, `value ${i}`]));
  const rest = JSON.stringify(many).slice(1);
  expectTheSame(`["${long}a${long}"]`, `["${long}b${long}"]`);
  expectTheSame(`["${long}a${long}\\n"]`, `["${long}b${long}"]`);
  expectTheSame(`{"a":1,${rest}`, `{"b":1,${rest}`);
  expectTheSame(`{"a":1,"b":2,${rest}`, `{"b":2,"a":1,${rest}`);
  expectTheSame(`{${rest.slice(0, -1)},"z":1}`, `{${rest.slice(0, -1)},"z":2}`);
  const [x, y] = aroundDifference(
    Buffer.from(`[{${rest},"yes",{${rest}]`),
    Buffer.from(`[{${rest},"no",{${rest}]`),
  );
  expect(Math.max(x.length, y.length)).toBeLessThan(70_000);
});
