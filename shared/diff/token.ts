/**
 * A JSON value in a shape that can be compared by `===` and by jsondiffpatch alike: leaves are strings that carry
 * their type, member names carry a prefix (so that `__proto__`, `_t` or `12` are names like any other), and
 * structurally equal values are one and the same object.
 */
export type Token = string | readonly Token[] | TokenObject;
export interface TokenObject {
  readonly [prefixedName: string]: Token;
}

/** What stands before every member name of a {@link TokenObject}. */
export const NAME_PREFIX = ".";

export const isTokenArray = (token: Token): token is readonly Token[] => Array.isArray(token);

export const isTokenObject = (token: Token | undefined): token is TokenObject =>
  typeof token === "object" && !Array.isArray(token);
