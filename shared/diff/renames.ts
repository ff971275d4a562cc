import type { Token, TokenObject } from "./token.ts";

/** Values that many members have, so that two of the same say nothing about their members. */
const COMMON: ReadonlySet<Token> = new Set(["null", "true", "false", '"', "#0", "#1"]);

const COMMON_TEXTS: ReadonlySet<string> = new Set(["null", "true", "false", '""', "0", "1", "{}", "[]"]);

/** Whether many things have this value, as JSON text, so that two of it need not be the same thing. */
export const isCommonText = (text: string): boolean => COMMON_TEXTS.has(text);

/**
 * The members that have another name and the same value, names before by names after, prefixed as in the tokens: where
 * one member that went and one that came have the value and no other of either does. A value that many things have, such as
 * `true`, is enough only where one member went and one came.
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

/** The one of these members that has a value; null for a value of several. */
function soleNames(names: readonly string[], members: TokenObject): Map<Token, string | null> {
  const found = new Map<Token, string | null>();
  for (const name of names) {
    const token = members[name] as Token;
    found.set(token, found.has(token) ? null : name);
  }
  return found;
}

const isEmpty = (token: Token) => typeof token !== "string" && Object.keys(token).length === 0;
