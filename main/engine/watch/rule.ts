import { InvalidOptionError } from "../errors.ts";

/** When a change of the file makes a snapshot: each one, at most one in so many minutes, or none. */
export type SnapshotRule =
  | { readonly kind: "every" }
  | { readonly kind: "interval"; readonly minutes: number }
  | { readonly kind: "never" };

/** @throws {InvalidOptionError} if it is not one. */
export function checkRule(rule: SnapshotRule): SnapshotRule {
  if (rule.kind === "interval" && !(Number.isFinite(rule.minutes) && rule.minutes > 0)) {
    throw new InvalidOptionError(`Expected a number of minutes above 0, found ${rule.minutes}.`);
  }
  return rule;
}

/** Whether a snapshot is due, given when the last one was made: milliseconds, of one clock. */
export function isDue(rule: SnapshotRule, last: number | null, now: number): boolean {
  if (rule.kind === "never") return false;
  if (rule.kind === "every" || last === null) return true;
  // A clock that was set back must not hold snapshots up for years.
  return now < last || now - last >= rule.minutes * 60_000;
}
