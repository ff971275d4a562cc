import type { HTMLAttributes } from "react";
import { madeBy, revisionSentence } from "../../moments/activity.ts";
import { exactTime, visibleName } from "../../ui/index.ts";
import type { TimelineRow } from "./rows.ts";

const heights: Readonly<Record<TimelineRow["kind"], number>> = {
  now: 48,
  day: 28,
  snapshot: 48,
  activity: 26,
  revision: 26,
  rest: 26,
};

/** Pixels by index, for `VirtualList`. */
export const rowHeights =
  (rows: readonly TimelineRow[]) =>
  (index: number): number =>
    heights[rows[index]?.kind ?? "snapshot"];

/** What a row is to a screen reader. A day is a heading between rows, none of them. */
export function rowAttributes(row: TimelineRow): HTMLAttributes<HTMLDivElement> {
  if (row.kind === "day") return { role: "presentation", "aria-selected": undefined };
  const name = rowName(row);
  return name === null ? {} : { "aria-label": name };
}

/** What a screen reader says of a row; null where its text says it well. */
function rowName(row: TimelineRow): string | null {
  if (row.kind === "now") return "Now";
  if (row.kind === "revision")
    return `${revisionSentence(row.record)}${madeBy(row.record)}, ${exactTime(row.record.at)}`;
  if (row.kind !== "snapshot") return null;
  const { tags, description, version, createdAt, pinned } = row.snapshot;
  const name = tags.length > 0 ? tags.join(", ") : (description?.split("\n")[0] ?? version);
  const more = tags.length > 0 && description !== null ? `, ${description.split("\n")[0]}` : "";
  return `Snapshot ${visibleName(name + more)}, ${exactTime(Date.parse(createdAt))}${pinned ? ", pinned" : ""}`;
}
