import { MAX_DEPTH, toPointer } from "../../shared/json/index.ts";
import type { JsonText } from "../../shared/model/index.ts";
import { InvalidValueError } from "./errors.ts";
import type { JsonValue } from "./persistence.ts";

/**
 * The JSON text of a JavaScript value (rule V1).
 *
 * @param key Named in the error.
 * @throws {InvalidValueError} with the JSON Pointer of the first place that JSON cannot say.
 */
export function toJsonText(key: string, value: unknown): JsonText {
  const check = new Check();
  const fault = check.fault(value, 0);
  if (fault !== undefined) {
    const pointer = toPointer(check.path.reverse());
    throw new InvalidValueError(
      `The value of ${JSON.stringify(key)} holds ${fault} at ${pointer === "" ? "its root" : pointer}. ` +
        "JSON cannot say that; nothing was written.",
      { key, pointer },
    );
  }
  // JSON.stringify writes -0 as 0.
  return (
    check.negativeZero ? stringifyWithNegativeZero(value as JsonValue) : JSON.stringify(value)
  ) as JsonText;
}

class Check {
  /** Where the fault is, innermost first. */
  readonly path: (string | number)[] = [];
  negativeZero = false;

  /** What is wrong with the value, or undefined. */
  fault(value: unknown, depth: number): string | undefined {
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
    // A plain object's prototype is null or an Object.prototype, of whichever realm: the one that has none itself.
    const prototype: unknown = Object.getPrototypeOf(members);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return `a ${(members.constructor as { name?: string } | undefined)?.name || "class instance"}`;
    }
    const names = Object.keys(members);
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
