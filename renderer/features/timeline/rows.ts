import {
  type Moment,
  NOW,
  type Revision,
  type RevisionRecord,
  type SnapshotMetadata,
  type SnapshotVersion,
} from "../../../shared/model/index.ts";
import { dayOf } from "../../moments/days.ts";

/** One line of the timeline, newest first. `id` stays the same as the timeline grows. */
export type TimelineRow =
  | { readonly kind: "now"; readonly id: "now" }
  | { readonly kind: "day"; readonly id: string; readonly at: number }
  | {
      readonly kind: "snapshot";
      readonly id: string;
      readonly snapshot: SnapshotMetadata;
      /** The one made before it, whether it is on show or not; null for the first. */
      readonly previous: SnapshotMetadata | null;
    }
  | {
      readonly kind: "activity";
      readonly id: string;
      /** What happened after this revision … */
      readonly after: Revision;
      /** … up to and with this one. */
      readonly upTo: Revision;
      readonly isOpen: boolean;
    }
  | { readonly kind: "revision"; readonly id: string; readonly record: RevisionRecord }
  | { readonly kind: "rest"; readonly id: string; readonly count: number };

export interface TimelineInput {
  /** Those on show, newest first. */
  readonly snapshots: readonly SnapshotMetadata[];
  /** The one made before each snapshot; the first has none. */
  readonly previous: ReadonlyMap<SnapshotVersion, SnapshotMetadata>;
  /** The present one. */
  readonly revision: Revision;
  /** The records of each unfolded stretch of activity, by the id of its row. */
  readonly unfolded: ReadonlyMap<string, readonly RevisionRecord[]>;
  /** Snapshots only: the activity between those that match means nothing. */
  readonly isFiltered: boolean;
}

/** The rows of the timeline: the present, then snapshots by day with the activity between them. */
export function timelineRows(input: TimelineInput): TimelineRow[] {
  const { snapshots, previous, revision, unfolded, isFiltered } = input;
  const rows: TimelineRow[] = isFiltered ? [] : [{ kind: "now", id: "now" }];
  const addActivity = (after: Revision, upTo: Revision) => {
    if (isFiltered || upTo <= after) return;
    const id = `a${after}`;
    const records = unfolded.get(id);
    rows.push({ kind: "activity", id, after, upTo, isOpen: records !== undefined });
    if (records === undefined) return;
    for (const record of records) rows.push({ kind: "revision", id: `r${record.revision}`, record });
    const oldest = records.at(-1)?.revision ?? upTo;
    const rest = records.length === 0 ? 0 : oldest - after - 1;
    if (rest > 0) rows.push({ kind: "rest", id: `rest${after}`, count: rest });
  };

  let upTo = revision;
  let day: number | null = null;
  for (const snapshot of snapshots) {
    addActivity(snapshot.revision, upTo);
    const at = Date.parse(snapshot.createdAt);
    const itsDay = dayOf(at);
    if (itsDay !== day) rows.push({ kind: "day", id: `d${snapshot.version}`, at });
    day = itsDay;
    rows.push({
      kind: "snapshot",
      id: snapshot.version,
      snapshot,
      previous: previous.get(snapshot.version) ?? null,
    });
    upTo = snapshot.revision;
  }
  addActivity(0 as Revision, upTo);
  return rows;
}

/** The snapshot made before each, of a list that is newest first. */
export function previousOf(
  snapshots: readonly SnapshotMetadata[],
): ReadonlyMap<SnapshotVersion, SnapshotMetadata> {
  const previous = new Map<SnapshotVersion, SnapshotMetadata>();
  for (const [index, { version }] of snapshots.entries()) {
    const before = snapshots[index + 1];
    if (before !== undefined) previous.set(version, before);
  }
  return previous;
}

/** The moment that a row stands for; null for headings and for stretches of activity. */
export function momentOf(row: TimelineRow): Moment | null {
  if (row.kind === "now") return NOW;
  if (row.kind === "snapshot") return { kind: "snapshot", version: row.snapshot.version };
  return row.kind === "revision" ? { kind: "revision", revision: row.record.revision } : null;
}
