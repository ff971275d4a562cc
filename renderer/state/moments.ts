import type { Comparand } from "../../shared/contract/index.ts";
import { cutText, type Moment, type SnapshotMetadata } from "../../shared/model/index.ts";
import { visibleName } from "../ui/visibleName.ts";

/** One side of a comparison: a moment of the store, or a file that a person chose. */
export type Side = Moment | (Extract<Comparand, { kind: "file" }> & { readonly name: string });

export const isFile = (side: Side): side is Exclude<Side, Moment> => side.kind === "file";

export const isNow = (moment: Side): boolean => moment.kind === "now";

/** A text that is equal for equal moments. */
export function momentId(moment: Side): string {
  switch (moment.kind) {
    case "now":
      return "now";
    case "revision":
      return `r${moment.revision}`;
    case "snapshot":
      return moment.version;
    case "file":
      return `file ${moment.file}`;
  }
}

export const sameMoment = (a: Side, b: Side): boolean => momentId(a) === momentId(b);

/** The snapshot of a moment, if it is one of these. */
export function snapshotAt(
  moment: Side,
  snapshots: readonly SnapshotMetadata[],
): SnapshotMetadata | undefined {
  if (moment.kind !== "snapshot") return undefined;
  return snapshots.find((snapshot) => snapshot.version === moment.version);
}

/** A moment's name for people, on one line: its tag, else the first line of its description, else its version. */
export function momentName(moment: Side, snapshots: readonly SnapshotMetadata[]): string {
  if (moment.kind === "now") return "Now";
  if (moment.kind === "revision") return `Revision ${moment.revision.toLocaleString()}`;
  if (moment.kind === "file") return visibleName(moment.name);
  const snapshot = snapshotAt(moment, snapshots);
  const name = snapshot?.tags[0] ?? cutText(snapshot?.description?.split("\n")[0] ?? "", 60);
  return visibleName(name || moment.version);
}

/** The snapshots with a tag, in list order. */
export const carriersOf = (
  tag: string,
  snapshots: readonly SnapshotMetadata[],
): readonly SnapshotMetadata[] => snapshots.filter((snapshot) => snapshot.tags.includes(tag));

/** Each tag in use with its snapshots, in list order. */
export function carriersByTag(
  snapshots: readonly SnapshotMetadata[],
): ReadonlyMap<string, readonly SnapshotMetadata[]> {
  const carriers = new Map<string, SnapshotMetadata[]>();
  for (const snapshot of snapshots) {
    for (const tag of snapshot.tags) {
      const known = carriers.get(tag);
      if (known === undefined) carriers.set(tag, [snapshot]);
      else known.push(snapshot);
    }
  }
  return carriers;
}
