import type { SnapshotMetadata } from "../../shared/model/index.ts";
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
 * date as it is written here or in ISO form ("3 oct", "2025-10", "today"). `tag:` and `is:pinned` narrow a word down;
 * `after:` and `before:` take a date ("2025-10-03", "2025-10", "2025", "yesterday"), the first with its own day.
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
  const wanted = words.map((word) => timeMatcher(word, now) ?? wordMatcher(word, datesOf));
  return snapshots.filter((snapshot) => wanted.every((matches) => matches(snapshot)));
}

type Matcher = (snapshot: SnapshotMetadata) => boolean;

function wordMatcher(word: string, datesOf: (of: SnapshotMetadata) => string): Matcher {
  const inTags = (part: string) => (snapshot: SnapshotMetadata) =>
    snapshot.tags.some((tag) => tag.toLocaleLowerCase().includes(part));
  if (word.startsWith("tag:")) return inTags(word.slice(4));
  if (word === "is:pinned") return ({ pinned }) => pinned;
  const hasTag = inTags(word);
  return (snapshot) =>
    hasTag(snapshot) ||
    (snapshot.description?.toLocaleLowerCase().includes(word) ?? false) ||
    snapshot.version.includes(word) ||
    datesOf(snapshot).includes(word);
}

type BoundWord = "after" | "before";

/** Null for a word that sets no bound in time. */
function timeMatcher(word: string, now: number): Matcher | null {
  const [, bound, date] = /^(after|before):(.+)$/.exec(word) ?? [];
  const limit = date === undefined ? null : beginningOf(date, now);
  if (limit === null) return null;
  if (bound === "after") return ({ createdAt }) => Date.parse(createdAt) >= limit;
  return ({ createdAt }) => Date.parse(createdAt) < limit;
}

/** When a day, month or year begins by the person's clock, in milliseconds; null for what is no date. */
function beginningOf(date: string, now: number): number | null {
  if (date === "today") return dayOf(now);
  if (date === "yesterday") return dayOf(dayOf(now) - 1);
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(date) ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)).getTime();
}

/** The date that a word of the query sets as a bound, as a date field takes it; empty without one. */
export function dateBound(query: string, bound: BoundWord): string {
  return new RegExp(`(?:^|\\s)${bound}:(\\d{4}-\\d{2}-\\d{2})(?=\\s|$)`, "i").exec(query)?.[1] ?? "";
}

/** The query with another bound, or, for an empty date, without it. */
export function withDateBound(query: string, bound: BoundWord, date: string): string {
  const others = query
    .split(/\s+/)
    .filter((word) => word !== "" && !word.toLowerCase().startsWith(`${bound}:`));
  return [...others, ...(date === "" ? [] : [`${bound}:${date}`])].join(" ");
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
