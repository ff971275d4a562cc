import { type CompareOptions, fromPattern } from "../../../shared/diff/index.ts";

/** Differences that a person does not want to see. */
export interface QuietRules {
  /** Paths whose differences are left out: member names joined by dots, `*` for any one name, `**` for any number. */
  readonly ignoredPaths: readonly string[];
  /** Members by which the items of arrays are told apart, before the usual ones. */
  readonly idFields: readonly string[];
  readonly ignoreOrder: boolean;
}

export const NO_RULES: QuietRules = { ignoredPaths: [], idFields: [], ignoreOrder: false };

/** The rules as the comparison takes them. */
export function compareOptions({ ignoredPaths, idFields, ignoreOrder }: QuietRules): CompareOptions {
  const patterns = ignoredPaths.map(fromPattern);
  return {
    idFields,
    ignoreOrder,
    ...(patterns.length === 0 ? {} : { ignores: (path) => patterns.some((matches) => matches(path)) }),
  };
}
