/**
 * A JSON value in a form that can be compared by `===` and by jsondiffpatch. Leaves are strings that include their
 * type. Member names have a prefix, so that `__proto__`, `_t` and `12` are ordinary names. Structurally equal values
 * are the same object.
 */
export type Token = string | readonly Token[] | TokenObject;
export interface TokenObject {
  readonly [prefixedName: string]: Token;
}

/** The prefix of every member name of a {@link TokenObject}. */
export const NAME_PREFIX = ".";

export const isTokenArray = (token: Token): token is readonly Token[] => Array.isArray(token);

export const isTokenObject = (token: Token | undefined): token is TokenObject =>
  typeof token === "object" && !Array.isArray(token);
