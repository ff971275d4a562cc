import type { Revision } from "../../../../../shared/model/index.ts";
import type { FoundRows } from "./rows.ts";

/**
 * The newest revision of which anything remains. Almost every revision number occurs in two rows, in the log and beside
 * a value, and the numbers are successive. A number that occurs only once and far from all others is damaged.
 */
export function newestRevision({ states, live, history }: FoundRows): Revision {
  const rows = new Map<number, number>([[0, 1]]);
  const count = (revision: number) => rows.set(revision, (rows.get(revision) ?? 0) + 1);
  for (const { revision } of states) count(revision);
  for (const versions of live.values()) for (const { since } of versions) count(since);
  for (const versions of history.values()) for (const { until } of versions) count(until);
  const found = [...rows.keys()].sort((a, b) => b - a);
  return (found.find((revision) => rows.get(revision) !== 1 || rows.has(revision - 1)) ??
    found[0]) as Revision;
}

/** Removes rows with later numbers: a superseded value with a too late `until` would replace correct ones. */
export function dropBeyond(found: FoundRows, newest: Revision): void {
  for (const [key, versions] of found.history) {
    const kept = versions.filter(({ until }) => until <= newest);
    if (kept.length === versions.length) continue;
    found.damaged.add(key);
    found.history.set(key, kept);
  }
}
