import type { Moment, SnapshotMetadata } from "../../shared/model/index.ts";

export const isNow = (moment: Moment): boolean => moment.kind === "now";

/** The same moment has the same text. */
export function momentId(moment: Moment): string {
  switch (moment.kind) {
    case "now":
      return "now";
    case "revision":
      return `r${moment.revision}`;
    case "snapshot":
      return moment.version;
  }
}

export const sameMoment = (a: Moment, b: Moment): boolean => momentId(a) === momentId(b);

/** The snapshot that a moment is, if it is one of these. */
export function snapshotAt(
  moment: Moment,
  snapshots: readonly SnapshotMetadata[],
): SnapshotMetadata | undefined {
  if (moment.kind !== "snapshot") return undefined;
  return snapshots.find((snapshot) => snapshot.version === moment.version);
}

/** What people call a moment: its tag, else the first line of its description, else its version. */
export function momentName(moment: Moment, snapshots: readonly SnapshotMetadata[]): string {
  if (moment.kind === "now") return "Now";
  if (moment.kind === "revision") return `Revision ${moment.revision.toLocaleString()}`;
  const snapshot = snapshotAt(moment, snapshots);
  return snapshot?.tags[0] ?? (snapshot?.description?.split("\n")[0]?.slice(0, 60) || moment.version);
}
