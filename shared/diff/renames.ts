import type { Token, TokenObject } from "./token.ts";

/** Values that many members have, so equal ones do not show that a member was renamed. */
const COMMON: ReadonlySet<Token> = new Set(["null", "true", "false", '"', "#0", "#1"]);

const COMMON_TEXTS: ReadonlySet<string> = new Set(["null", "true", "false", '""', "0", "1", "{}", "[]"]);

/** Whether this JSON text is a value that many things have, so equal ones need not be the same thing. */
export const isCommonText = (text: string): boolean => COMMON_TEXTS.has(text);

/**
 * Finds members with a new name and the same value. Returns the prefixed name before, by the name after. A pair counts
 * only if exactly one removed and one added member have the value. A common value, such as `true`, counts only if
 * exactly one member was removed and one added.
 */
export function renamedMembers(before: TokenObject, after: TokenObject): ReadonlyMap<string, string> {
  const gone = Object.keys(before).filter((name) => after[name] === undefined);
  const come = Object.keys(after).filter((name) => before[name] === undefined);
  const renamed = new Map<string, string>();
  if (gone.length === 0 || come.length === 0) return renamed;
  const single = gone.length === 1 && come.length === 1;
  const from = soleNames(gone, before);
  for (const [token, name] of soleNames(come, after)) {
    const old = from.get(token);
    if (name === null || old === undefined || old === null) continue;
    if (single || !(COMMON.has(token) || isEmpty(token))) renamed.set(name, old);
  }
  return renamed;
}

/** The only member with each value; null for a value of several members. */
function soleNames(names: readonly string[], members: TokenObject): Map<Token, string | null> {
  const found = new Map<Token, string | null>();
  for (const name of names) {
    const token = members[name] as Token;
    found.set(token, found.has(token) ? null : name);
  }
  return found;
}

const isEmpty = (token: Token) => typeof token !== "string" && Object.keys(token).length === 0;
