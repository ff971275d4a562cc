import { isDelta } from "../../../delta/encoding.ts";
import type { StoreCore } from "../core/core.ts";
import { LONGEST_CHAIN } from "../read/chain.ts";
import { successorOf } from "../read/textOf.ts";
import type { HistoryMark, ValueRow } from "../storage/rows.ts";
import type { PackStatements } from "./packStatements.ts";

type Superseded = Pick<HistoryMark, "key" | "until" | "since">;

/** The value that a delta may lean on; undefined when there is none, or the chain would become too long (rule D2). */
export function nextToLeanOn(
  core: StoreCore,
  statements: PackStatements,
  row: Superseded,
): ValueRow | undefined {
  const next = successorOf(core.own, row.key, row.until);
  if (next === undefined) return undefined;
  return linksBelow(statements, row) + 1 + linksAbove(core, next) > LONGEST_CHAIN ? undefined : next;
}

/** The number of older values in the chain that depend on this one. */
function linksBelow(statements: PackStatements, row: Superseded): number {
  let links = 0;
  for (let { since } = row; links < LONGEST_CHAIN; links += 1) {
    const older = statements.markUntil.get(row.key, since);
    if (older === undefined || !isDelta(older.encoding)) break;
    since = older.since;
  }
  return links;
}

/** On how many newer values this one leans. */
export function linksAbove(core: Pick<StoreCore, "own">, row: ValueRow): number {
  let links = 0;
  for (let at: ValueRow | undefined = row; at?.until != null && isDelta(at.encoding); links += 1) {
    at = successorOf(core.own, at.key, at.until);
  }
  return links;
}
