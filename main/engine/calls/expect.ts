import { InvalidOptionError } from "../errors.ts";

/**
 * Checks one argument or one member of it.
 *
 * @param place Its name in the message, as in `the "limit" option of history`.
 * @param of The owner of its members, as in ` of history`; empty for the options of an opening.
 * @throws {InvalidOptionError}
 */
export type Check = (value: unknown, place: string, of: string) => void;

/** The longest text, in UTF-16 units, that a message repeats. */
const MAX_SHOWN = 60;

/** The form of every message about an argument. */
export function refuse(place: string, what: string, value: unknown): never {
  throw new InvalidOptionError(`Expected ${place} to be ${what}, got ${show(value)}.`);
}

export const expect =
  (what: string, is: (value: unknown) => boolean): Check =>
  (value, place) => {
    if (!is(value)) refuse(place, what, value);
  };

const OPTIONAL = new WeakSet<Check>();

/** Accepts undefined too, as if the argument were absent. */
export function optional(check: Check): Check {
  const orUndefined: Check = (value, place, of) => {
    if (value !== undefined) check(value, place, of);
  };
  OPTIONAL.add(orUndefined);
  return orUndefined;
}

export const nullable =
  (check: Check): Check =>
  (value, place, of) => {
    if (value !== null) check(value, place, of);
  };

/** An object with these members and no others. */
export function members(checks: Readonly<Record<string, Check>>): Check {
  const named = new Map<string, readonly Member[]>();
  const nameAll = (of: string) => {
    const all = Object.entries(checks).map(([name, check]) => new Member(name, check, of));
    named.set(of, all);
    return all;
  };
  return (value, place, of) => {
    if (!isPlainObject(value)) refuse(place, "an object", value);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(checks, name)) continue;
      throw new InvalidOptionError(
        `There is no option ${show(name)}${of}. The options are ${Object.keys(checks).join(", ")}.`,
      );
    }
    for (const { name, check, place: member, isOptional } of named.get(of) ?? nameAll(of)) {
      const given = value[name];
      if (given !== undefined || !isOptional) check(given, member, of);
    }
  };
}

/** A member that is checked, with what messages call it: found out once, as a short write would take a tenth longer. */
class Member {
  readonly name: string;
  readonly check: Check;
  readonly place: string;
  readonly isOptional: boolean;

  constructor(name: string, check: Check, of: string) {
    this.name = name;
    this.check = check;
    this.place = `the "${name}" option${of}`;
    this.isOptional = OPTIONAL.has(check);
  }
}

export const listOf =
  (check: Check): Check =>
  (value, place, of) => {
    if (!Array.isArray(value)) refuse(place, "an array", value);
    for (const [index, item] of value.entries()) check(item, `item ${index} of ${place}`, of);
  };

export const text = expect("a text", (value) => typeof value === "string");
export const flag = expect("true or false", (value) => typeof value === "boolean");
export const callback = expect("a function", (value) => typeof value === "function");
export const wholeNumber = expect(
  "a whole number of 0 or more",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
/** The last time that a date can hold, in milliseconds since 1970. */
const LAST_TIME = 8.64e15;
export const isTime = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LAST_TIME;
export const time = expect(`a time in milliseconds since 1970, at most ${LAST_TIME}`, isTime);

/**
 * Whether a system can have such a path: no NUL, and no half of a surrogate pair, which UTF-8 would change into another
 * path.
 */
export const isPath = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && !value.includes("\0") && value.isWellFormed();
export const wellFormed = expect(
  "a text without half of a surrogate pair",
  (value) => typeof value === "string" && value.isWellFormed(),
);
export const oneOf = (...choices: readonly string[]) =>
  expect(`one of ${choices.join(", ")}`, (value) => choices.includes(value as string));

/** Whether the prototype is null, or that of `{}` in any realm, which itself has none. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A value for a message: short, and for an object only its class. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(
      value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN).toWellFormed()}…` : value.toWellFormed(),
    );
  }
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  return isPlainObject(value) ? "an object" : `a ${kindOf(value)}`;
}

/** The name of an object's class. */
export function kindOf(value: object): string {
  const { constructor: made } = value as { readonly constructor?: unknown };
  return (typeof made === "function" && made.name) || "class instance";
}
