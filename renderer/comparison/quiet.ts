import type { QuietRule } from "../../shared/contract/index.ts";
import { type CompareOptions, fromPattern } from "../../shared/diff/index.ts";

/** Differences inside a value that a person does not want to see. */
export type QuietRules = Omit<QuietRule, "keys">;

export const NO_RULES: QuietRules = { ignoredPaths: [], idFields: [], ignoreOrder: false };

/** What all the rules together say that are about this key. */
export function rulesFor(rules: readonly QuietRule[], key: string): QuietRules {
  const about = rules.filter(({ keys }) => matchesKey(keys, key));
  if (about.length === 0) return NO_RULES;
  return {
    ignoredPaths: about.flatMap(({ ignoredPaths }) => ignoredPaths),
    idFields: about.flatMap(({ idFields }) => idFields),
    ignoreOrder: about.some(({ ignoreOrder }) => ignoreOrder),
  };
}

/** Whether a key is one that a pattern means, in which `*` stands for any text. */
export function matchesKey(pattern: string, key: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return key === pattern;
  if (!key.startsWith(first)) return false;
  const last = others.pop() ?? "";
  let at = first.length;
  for (const part of others) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}

/** The rules as the comparison takes them. */
export function compareOptions({ ignoredPaths, idFields, ignoreOrder }: QuietRules): CompareOptions {
  const patterns = ignoredPaths.map(fromPattern);
  return {
    idFields,
    ignoreOrder,
    ...(patterns.length === 0 ? {} : { ignores: (path) => patterns.some((matches) => matches(path)) }),
  };
}
