import { describe, expect, it } from "vitest";
import { stringifyExact } from "../../../../shared/json/index.ts";
import { PickleError, readPickle } from "./pickle.ts";
import { pythonChecksum, pythonDumps, pythonFloat } from "./pythonJson.ts";

/** Written by CPython 3.11's `pickle.dumps`. */
const read = (hex: string) => stringifyExact(readPickle(Buffer.from(hex, "hex")));

describe("a pickle of plain data", () => {
  it("gives numbers exactly, whatever their size and sign, and floats as Python writes them", () => {
    const numbers =
      "80049591000000000000007d94288c016e948a0500a22f4dff8c0162948a090000000000000000408c016d948a090000000000000000c08c" +
      "0174948a060068e5cf8b018c016694474341c37937e080008c0167944740080000000000008c0169944afbffffff8c017394473ee4f8b588" +
      "e368f18c016f94473fb999999999999a8c017a944780000000000000008c0179944bff8c0177944dffff752e";
    expect(read(numbers)).toBe(
      '{"n":-3000000000,"b":1180591620717411303424,"m":-1180591620717411303424,"t":1700000000000,"f":1e+16,"g":3.0,"i":-5,"s":1e-05,"o":0.1,"z":-0.0,"y":255,"w":65535}',
    );
  });

  it("is read in protocol 2, too: lists, tuples, None, booleans, any text", () => {
    const nested =
      "80027d71002858010000006171015d7102284b014b024b03867103294b01857104284b014b024b034b047471054e8889655802000000c3a9" +
      "7106580a000000e697a5e69cacf09f98807107752e";
    expect(read(nested)).toBe('{"a":[1,[2,3],[],[1],[1,2,3,4],null,true,false],"é":"日本😀"}');
  });

  it("may refer to one part twice", () => {
    expect(read("80049517000000000000007d94288c0161945d94284b014b02658c0162946802752e")).toBe(
      '{"a":[1,2],"b":[1,2]}',
    );
  });
});

describe("anything else in a pickle is refused, and nothing is run", () => {
  it.each([
    [
      "a call of os.system",
      "8004952b000000000000008c05706f736978948c0673797374656d9493948c10746f756368202f746d702f70616e656494859452942e",
      /the Python name posix\.system/,
    ],
    [
      "a call of os.system, protocol 2",
      "800263706f7369780a73797374656d0a710058050000007568206f687101857102527103 2e".replaceAll(" ", ""),
      /the Python name posix\.system/,
    ],
    ["NaN", "8004950d000000000000005d94477ff8000000000000612e", /numbers that JSON can say, found NaN/],
    ["bytes", "8004950500000000000000430178942e", /code 0x43/],
    ["a set", "80049509000000000000008f94284b014b02902e", /code 0x8f/],
    ["a number as a key", "80049508000000000000007d944b014b02732e", /strings as keys/],
    ["half of a surrogate pair", "80049507000000000000008c03eda080942e", /Unicode/],
    ["a list in itself", "80049506000000000000005d946800612e", /500 levels/],
    ["references that multiply", `80045d94${bomb(40)}2e`, /far more references/],
    ["nothing", "", /end of the file/],
    ["half a pickle", "80049517000000000000007d94288c0161945d94284b01", /end of the file/],
    ["a newer protocol", "8006", /protocol 5 at most/],
    ["text", "7b7d", /expected|code/i],
    ["a length beyond the file", "80048d ffffffffffffff7f".replaceAll(" ", ""), /end of the file/],
    ["a value without a list", "80044b014b02612e", /Expected a list/],
    ["no value", "80042e", /Expected a value/],
    ["an unknown reference", "80046805 2e".replaceAll(" ", ""), /earlier value/],
  ])("%s", (_, hex, message) => {
    expect(() => read(hex)).toThrow(PickleError);
    expect(() => read(hex)).toThrow(message);
  });
});

/** Lists that each contain the previous one twice: `levels` bytes that stand for 2^levels values. */
function bomb(levels: number): string {
  let hex = "";
  for (let level = 0; level < levels; level += 1) {
    const last = level.toString(16).padStart(2, "0");
    hex += `5d2868${last}68${last}6594`;
  }
  return hex;
}

describe("Python's way of writing JSON", () => {
  it("is met to the letter, so that checksums can be compared", () => {
    const floats = [
      3, 1e16, 1e-5, 0.0001, 123456789012345.6, 1e15, 9999999999999998, 1e22, -1.5e-7, 0.1, 1e100, 5e-324, -0,
    ];
    expect(floats.map(pythonFloat).join(" ")).toBe(
      "3.0 1e+16 1e-05 0.0001 123456789012345.6 1000000000000000.0 9999999999999998.0 1e+22 -1.5e-07 0.1 1e+100 5e-324 -0.0",
    );
    const tree = new Map<string, never>();
    expect(pythonDumps(tree)).toBe("{}");
    const nested = new Map([
      ["\uffee", "é\u007f😀\n\u0001"],
      ["😀", "last by code point, not by UTF-16"],
      ["a", "/"],
    ]);
    expect(pythonDumps([nested, null, true, 1])).toBe(
      '[{"a": "/", "\\uffee": "\\u00e9\\u007f\\ud83d\\ude00\\n\\u0001", "\\ud83d\\ude00": "last by code point, not by UTF-16"}, null, true, 1]',
    );
    expect(pythonChecksum(new Map())).toBe(
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    );
  });
});
