import type { LostCommits } from "../persistence.ts";

/** For people: `revisions 8 to 12 and 3 changes of snapshots`. */
export function lostInWords({ revisions, snapshotChanges }: LostCommits): string {
  const changes = snapshotChanges === null ? 0 : snapshotChanges.to - snapshotChanges.from + 1;
  const parts = [
    revisions !== null && `revisions ${revisions.from} to ${revisions.to}`,
    changes > 0 && `${changes} ${changes === 1 ? "change" : "changes"} of snapshots`,
  ];
  return parts.filter((part) => part !== false).join(" and ");
}
