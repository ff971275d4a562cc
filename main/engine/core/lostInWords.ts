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

/** For people: what a store has lost, why, and what to do. */
export function lossMessage(name: string, lost: LostCommits): string {
  return (
    `${name} has lost ${lostInWords(lost)}: the end of its log was damaged, or an older strata.db was put in its place. ` +
    "What is there now is whole. Make those changes again, or open a copy of the store from before."
  );
}
