import { describe, expect, it } from "vitest";
import { JsonSyntaxError, MAX_DEPTH, minify, parseExact, validate } from "./index.ts";

/** Text, message, line, column, pointer. */
const REFUSED: readonly (readonly [string, RegExp, number, number, string])[] = [
  ["", /found nothing/, 1, 1, ""],
  [" \n ", /found nothing/, 2, 2, ""],
  ["NaN", /NaN, which JSON has no way to say/, 1, 1, ""],
  ["[1,Infinity]", /Infinity, which JSON has no way to say/, 1, 4, "/1"],
  ['{"a":-Infinity}', /-Infinity or -NaN/, 1, 6, "/a"],
  ["undefined", /undefined, which JSON/, 1, 1, ""],
  ["None", /JSON writes null/, 1, 1, ""],
  ["True", /JSON writes true/, 1, 1, ""],
  ["// note\n1", /a comment, which JSON does not have/, 1, 1, ""],
  ["[1, /* two */ 2]", /a comment/, 1, 5, "/1"],
  ["[1,]", /no trailing commas/, 1, 4, "/1"],
  ['{"a":1,\n}', /no trailing commas/, 2, 1, "/a"],
  ["[,1]", /Expected a value, found ,/, 1, 2, "/0"],
  ["[1 2]", /Expected a comma or the end of the array, found 2/, 1, 4, "/0"],
  ['{"a":1 "b":2}', /Expected a comma or the end of the object, found "/, 1, 8, "/a"],
  ['{"a" 1}', /Expected a colon after the member name, found 1/, 1, 6, "/a"],
  ["{a:1}", /a member name in double quotes, found the word a/, 1, 2, ""],
  ["{'a':1}", /a member name in double quotes, found a single quote/, 1, 2, ""],
  ["'a'", /a single quote/, 1, 1, ""],
  ["[1}", /Expected a comma or the end of the array, found }/, 1, 3, "/0"],
  ["]", /Expected a value, found ]/, 1, 1, ""],
  ["1 2", /Expected the end of the text after the value, found 2/, 1, 3, ""],
  ["{} {}", /Expected the end of the text/, 1, 4, ""],
  ["01", /without leading zeros/, 1, 1, ""],
  ["-01", /without leading zeros/, 1, 1, ""],
  ["+1", /a plus/, 1, 1, ""],
  [".5", /a point/, 1, 1, ""],
  ["1.", /a digit after the decimal point/, 1, 1, ""],
  ["1.e5", /a digit after the decimal point/, 1, 1, ""],
  ["1e", /a digit in the exponent/, 1, 1, ""],
  ["-", /a digit after the minus/, 1, 1, ""],
  ["0x10", /found the word x10/, 1, 2, ""],
  ['"a', /string that begins here to be closed/, 1, 1, ""],
  ['"a\nb"', /end of the line/, 1, 3, ""],
  ['"a\tb"', /no control characters in a string, found U\+0009/, 1, 3, ""],
  ['"\u0000"', /U\+0000/, 1, 2, ""],
  ['"\\x41"', /an escape that JSON knows, found \\x/, 1, 2, ""],
  ['"\\u12g4"', /four hexadecimal digits/, 1, 2, ""],
  ['"\\ud800"', /half of a surrogate pair/, 1, 2, ""],
  ['"\\udc00\\ud800"', /half of a surrogate pair/, 1, 2, ""],
  ['"\\ud800\\u0041"', /half of a surrogate pair/, 1, 2, ""],
  ['["\ud800"]', /half of a surrogate pair/, 1, 3, "/0"],
  ['{"\ud800":1}', /half of a surrogate pair/, 1, 3, ""],
  ['{"a":1,"a":2}', /each member once, found "a" again/, 1, 8, "/a"],
  ['{"x":{"__proto__":1,"\\u005f_proto__":2}}', /found "__proto__" again/, 1, 21, "/x/__proto__"],
  ["\u00a01", /the character U\+00A0/, 1, 1, ""],
  ["1\ufeff", /a byte order mark/, 1, 2, ""],
  ["\ufeff\ufeff1", /a byte order mark/, 1, 2, ""],
  ["tru", /the word tru/, 1, 1, ""],
  ["truely", /Expected the end of the text after the value, found the word ly/, 1, 5, ""],
  ['{"a/b":{"c~d":[0,{"e":?}]}}', /found \?/, 1, 23, "/a~1b/c~0d/1/e"],
  ["[[1],\n[2, 3\n", /end of the array, found the end of the text/, 3, 1, "/1/1"],
];

describe("text that is not JSON is refused with its place", () => {
  it.each(REFUSED)("%j", (text, message, line, column, pointer) => {
    const validity = validate(text);
    if (validity.ok) throw new Error("was taken");
    expect(validity.error.message).toMatch(message);
    expect([validity.error.line, validity.error.column, validity.error.pointer]).toEqual([
      line,
      column,
      pointer,
    ]);
    expect(() => minify(text)).toThrow(JsonSyntaxError);
    expect(() => parseExact(text)).toThrow(JsonSyntaxError);
  });

  it("M3 nesting beyond 500 levels is refused, 500 is taken", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(minify(nested(MAX_DEPTH))).toHaveLength(2 * MAX_DEPTH);
    expect(() => minify(nested(MAX_DEPTH + 1))).toThrow(/at most 500 levels/);
    expect(() => minify('{"a":'.repeat(100_000))).toThrow(/at most 500 levels/);
  });

  it("M3 duplicates are found among many members, at any distance, however they are escaped", () => {
    const members = Array.from({ length: 5000 }, (_, i) => `"m${i}":${i}`);
    expect(minify(`{${members.join(",")}}`)).toBeTruthy();
    expect(() => minify(`{${members.join(",")},"m7":1}`)).toThrow(/"m7" again/);
    expect(() => minify(`{${members.join(",")},"\\u006d4999":1}`)).toThrow(/"m4999" again/);
    // Two names with the same hash are different names: "Aa" and "BB" collide with a factor of 31.
    expect(minify('{"Aa":1,"BB":2}')).toBe('{"Aa":1,"BB":2}');
    expect(minify('[{"a":{"a":{"a":1}}},{"a":1}]')).toBe('[{"a":{"a":{"a":1}}},{"a":1}]');
  });

  it("M3 a byte order mark at the start is dropped", () => {
    expect(minify("\ufeff {} ")).toBe("{}");
    expect(validate("\ufeff1").ok).toBe(true);
  });

  it("tells text that was cut short from text that is wrong", () => {
    const whole = '{"a":[1.5e3,true,"x\\u00e9\\n\ud83d\ude00",{"b":null}],"c":-1}';
    for (let length = 0; length < whole.length; length += 1) {
      const validity = validate(whole.slice(0, length));
      if (validity.ok) throw new Error(`${length} was taken`);
      expect([length, validity.error.atEnd]).toEqual([length, true]);
    }
    for (const text of ["[1,]", "nul!", '"\\q"', "1 2"]) {
      const validity = validate(text);
      expect(validity.ok || validity.error.atEnd).toBe(false);
    }
  });
});
