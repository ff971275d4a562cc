import { MAX_DEPTH, MAX_PARTS, shortPointer, toPointer } from "../../shared/json/index.ts";
import type { JsonText } from "../../shared/model/index.ts";
import { isPlainObject, kindOf, show } from "./calls/expect.ts";
import { InvalidValueError, LimitError } from "./errors.ts";
import { toKey } from "./key.ts";
import type { EntryChange, JsonValue } from "./persistence.ts";

/**
 * The members of a plain object as entries, taken by copy (rules V1, V2).
 *
 * @throws {InvalidValueError} if it is anything else: a promise, a Map, an array, an instance of a class.
 * @throws {InvalidKeyError} if a member's name is no key.
 */
export function toEntries(data: unknown): EntryChange[] {
  if (!isPlainObject(data)) {
    throw new InvalidValueError(
      `Expected the data to be an object whose members are the entries, got ${show(data)}. Nothing was written.`,
      { pointer: "" },
    );
  }
  const isMethod = typeof data["toJSON"] === "function";
  if (isMethod || Object.getOwnPropertySymbols(data).length > 0) {
    const fault = isMethod ? "a toJSON method" : "a symbol as a member name";
    throw new InvalidValueError(`The data has ${fault}. JSON cannot say that; nothing was written.`, {
      pointer: "",
    });
  }
  return Object.entries(data).map(([name, value]) => {
    const key = toKey(name);
    return { key, text: toJsonText(key, value) };
  });
}

/** UTF-16 units of the longest string that V8 makes. */
const LONGEST_TEXT = 2 ** 29 - 24;

/**
 * The JSON text of a JavaScript value (rule V1).
 *
 * @param key Named in the error.
 * @throws {InvalidValueError} with the JSON Pointer of the first place that JSON cannot say.
 */
export function toJsonText(key: string, value: unknown): JsonText {
  const check = new Check();
  try {
    const fault = check.fault(value, 0);
    if (fault !== undefined) {
      const pointer = toPointer(check.path.reverse());
      throw new InvalidValueError(
        `The value of ${JSON.stringify(key)} holds ${fault} at ${pointer === "" ? "its root" : shortPointer(pointer)}. ` +
          "JSON cannot say that; nothing was written.",
        { key, pointer },
      );
    }
    // JSON.stringify writes -0 as 0.
    return (
      check.negativeZero ? stringifyWithNegativeZero(value as JsonValue) : JSON.stringify(value)
    ) as JsonText;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new LimitError(
      `The value of ${JSON.stringify(key)} is longer than ${LONGEST_TEXT.toLocaleString("en")} characters as JSON. ` +
        "Divide it among several keys; nothing was written.",
      { key, cause },
    );
  }
}

class Check {
  /** Where the fault is, innermost first. */
  readonly path: (string | number)[] = [];
  negativeZero = false;
  /** Characters that the text has at least. */
  #length = 0;

  /** What is wrong with the value, or undefined. */
  fault(value: unknown, depth: number): string | undefined {
    // Each value takes a character, and one beside it. Few objects that hold each other several times are many values.
    this.#length += typeof value === "string" ? value.length + 3 : 2;
    if (this.#length > LONGEST_TEXT + 1) throw new RangeError("Too long a text");
    switch (typeof value) {
      case "string":
        return value.isWellFormed() ? undefined : "a string with half of a surrogate pair";
      case "number":
        if (value === 0 && Object.is(value, -0)) this.negativeZero = true;
        return Number.isFinite(value) ? undefined : String(value);
      case "boolean":
        return undefined;
      case "object":
        if (value === null) return undefined;
        if (depth >= MAX_DEPTH) return `a cycle, or more than ${MAX_DEPTH} levels of nesting,`;
        return Array.isArray(value) ? this.#inArray(value, depth + 1) : this.#inObject(value, depth + 1);
      case "undefined":
        return "undefined";
      default:
        return `a ${typeof value}`;
    }
  }

  #inArray(items: readonly unknown[], depth: number): string | undefined {
    // The prototype of every realm's own arrays is an array itself; that of a class which extends them is not.
    if (!Array.isArray(Object.getPrototypeOf(items))) return `a ${kindOf(items)}`;
    if ("toJSON" in items) return "a toJSON method";
    if (items.length > MAX_PARTS) return `an array of more than ${MAX_PARTS.toLocaleString("en")} items,`;
    for (let i = 0; i < items.length; i += 1) {
      const fault = this.fault(items[i], depth);
      if (fault !== undefined) {
        this.path.push(i);
        return fault;
      }
    }
    return undefined;
  }

  #inObject(members: object, depth: number): string | undefined {
    if (!isPlainObject(members)) return `a ${kindOf(members)}`;
    const names = Object.keys(members);
    if (names.length > MAX_PARTS) return `an object of more than ${MAX_PARTS.toLocaleString("en")} members,`;
    for (const name of names) {
      const fault = name.isWellFormed()
        ? this.fault((members as Record<string, unknown>)[name], depth)
        : "a member name with half of a surrogate pair";
      if (fault !== undefined) {
        this.path.push(name);
        return fault;
      }
    }
    if (Object.getOwnPropertySymbols(members).length > 0) return "a symbol as a member name";
    // One that is not enumerable: JSON.stringify would call it all the same.
    const { toJSON } = members as { readonly toJSON?: unknown };
    if (typeof toJSON === "function") return "a toJSON method";
    return undefined;
  }
}

function stringifyWithNegativeZero(value: JsonValue): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${(value as JsonValue[]).map(stringifyWithNegativeZero).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${stringifyWithNegativeZero(member)}`,
    );
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}
