import type { SnapshotMetadata } from "../../../shared/model/index.ts";
import { dayOf } from "./days.ts";

const longDate = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const shortDate = new Intl.DateTimeFormat(undefined);

/**
 * The snapshots that match every word of the query: a part of a tag, of the description, of the version, or of the
 * date as it is written here or in ISO form ("3 oct", "2025-10", "today"). `tag:` and `is:pinned` narrow a word down.
 */
export function searchSnapshots(
  snapshots: readonly SnapshotMetadata[],
  query: string,
  now: number,
): readonly SnapshotMetadata[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return snapshots;
  const dates = new Map<number, string>();
  const datesOf = (snapshot: SnapshotMetadata): string => {
    const at = Date.parse(snapshot.createdAt);
    const day = dayOf(at);
    let names = dates.get(day);
    if (names === undefined) {
      names = datesNamed(at, day, now);
      dates.set(day, names);
    }
    return names;
  };
  return snapshots.filter((snapshot) => words.every((word) => matches(snapshot, word, datesOf)));
}

function matches(
  snapshot: SnapshotMetadata,
  word: string,
  datesOf: (of: SnapshotMetadata) => string,
): boolean {
  if (word.startsWith("tag:"))
    return snapshot.tags.some((tag) => tag.toLocaleLowerCase().includes(word.slice(4)));
  if (word === "is:pinned") return snapshot.pinned;
  return (
    snapshot.tags.some((tag) => tag.toLocaleLowerCase().includes(word)) ||
    (snapshot.description?.toLocaleLowerCase().includes(word) ?? false) ||
    snapshot.version.includes(word) ||
    datesOf(snapshot).includes(word)
  );
}

function datesNamed(at: number, day: number, now: number): string {
  if (!Number.isFinite(at)) return "";
  const today = dayOf(now);
  const near = day === today ? "today" : day === dayOf(today - 1) ? "yesterday" : "";
  const local = new Date(at);
  const iso = [local.getFullYear(), local.getMonth() + 1, local.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  return `${near} ${iso} ${longDate.format(at)} ${shortDate.format(at)}`.toLocaleLowerCase();
}
