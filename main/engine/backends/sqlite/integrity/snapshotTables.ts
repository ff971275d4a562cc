import type { Slices } from "../../../core/slices.ts";
import type { Head } from "../core/head.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { SnapshotRow } from "../storage/rows.ts";
import type { VerifyStatements } from "./verifyStatements.ts";

const PAGE = 2000;

/** The contradictions between the tables of snapshots and the log, or each other, in words. */
export async function contradictionsOfSnapshots(
  read: ReadStatements,
  statements: VerifyStatements,
  snapshots: readonly SnapshotRow[],
  head: Head,
  slices: Slices,
): Promise<string[]> {
  const found: string[] = [];
  const tags = new Map<number, Set<string>>();
  for (const row of snapshots) {
    tags.set(row.sequence, new Set(tagsOf(row)));
    if (!isInLog(statements, row, head))
      found.push(`${row.version} is not what the log says of revision ${row.revision}`);
    if (
      read.snapshot.get(row.version)?.sequence !== row.sequence ||
      read.snapshotNames.get(row.revision) !== 1
    )
      found.push(`${row.version} is not in the index of snapshots`);
    if (slices.due) await slices.pause(0, null);
  }
  const [rows, versions, revisions] = statements.indexedSnapshots.get() ?? [0, 0, 0];
  if (versions !== rows || revisions !== rows)
    found.push("the index of snapshots names some that are not there");
  for await (const { tag, sequence } of tagRows(statements, slices)) {
    if (tags.get(sequence)?.delete(tag) !== true)
      found.push(`the tag ${tag} is on a snapshot that does not have it`);
  }
  for (const { version, sequence } of snapshots) {
    for (const tag of tags.get(sequence) ?? [])
      found.push(`the tag ${tag} of ${version} is not in the index of tags`);
  }
  return found;
}

/**
 * A snapshot names a revision of the log and must agree with its record of the state. The empty store is not in the
 * log.
 */
function isInLog(statements: VerifyStatements, row: SnapshotRow, head: Head): boolean {
  if (row.revision === 0) return true;
  if (row.revision > head.revision) return false;
  const logged = statements.revision.get(row.revision);
  return (
    logged !== undefined &&
    logged.entry_count === row.entry_count &&
    logged.size_bytes === row.size_bytes &&
    logged.checksum instanceof Uint8Array &&
    row.checksum instanceof Uint8Array &&
    Buffer.compare(logged.checksum, row.checksum) === 0
  );
}

async function* tagRows(statements: VerifyStatements, slices: Slices) {
  for (let tag = "", sequence = 0; ; ) {
    const rows = statements.tags.all(tag, sequence, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    ({ tag, sequence } = last);
    if (slices.due) await slices.pause(0, null);
  }
}

/** None if they are damaged; reading the snapshot reports that. */
function tagsOf({ tags }: SnapshotRow): string[] {
  try {
    const list: unknown = JSON.parse(tags);
    return Array.isArray(list) ? list.filter((tag) => typeof tag === "string") : [];
  } catch {
    return [];
  }
}
