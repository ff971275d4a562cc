import type { SnapshotRule } from "../../../shared/contract/index.ts";

/** The rules that can be chosen, by a name that a list can hold. */
export const ruleOptions = [
  { id: "every", name: "At every change" },
  { id: "5", name: "At most every 5 minutes" },
  { id: "60", name: "At most every hour" },
  { id: "1440", name: "At most once a day" },
  { id: "never", name: "Only by hand" },
];

export function ruleOf(id: string): SnapshotRule {
  return id === "every" || id === "never" ? { kind: id } : { kind: "interval", minutes: Number(id) };
}

export function idOf(rule: SnapshotRule): string {
  return rule.kind === "interval" ? String(rule.minutes) : rule.kind;
}

/** The options, and the rule in force where it is none of them. */
export function optionsWith(rule: SnapshotRule): typeof ruleOptions {
  const id = idOf(rule);
  return ruleOptions.some((option) => option.id === id)
    ? ruleOptions
    : [...ruleOptions, { id, name: `At most every ${id} minutes` }];
}
