import type { Moment, Revision, SnapshotMetadata } from "../../shared/model/index.ts";
import { NOW } from "../../shared/model/index.ts";
import { type EnhancedPersistence, NotFoundError, SnapshotNotFoundError } from "../engine/index.ts";

/** The notation of a moment, for each command's help. */
export const MOMENT_HELP =
  "now, latest (the newest snapshot), a snapshot (v…), a tag, r<number>, or a time as in yesterday, 2h ago, 14:30; followed by ~3: three revisions earlier";

/** Revisions per request. */
const PAGE = 1000;

/**
 * Parses a moment. A tag that looks like another kind of moment is written `tag:<tag>`. A tag means the newest snapshot
 * with it, `oldest:<tag>` the oldest. `<moment>~<n>` is n revisions before that moment.
 *
 * @throws {SnapshotNotFoundError | NotFoundError}
 */
export async function toMoment(store: EnhancedPersistence, word: string): Promise<Moment> {
  const named = await byName(store, word);
  if (named !== undefined) return named;
  const back = /^(.+?)~(\d{0,15})$/s.exec(word);
  if (back !== null) {
    const from = await revisionOf(store, await toMoment(store, back[1] ?? ""));
    return before(from, back[2] === "" ? 1 : Number(back[2]), word);
  }
  const at = await timeOf(word);
  if (at !== null) return { kind: "revision", revision: await revisionAtTime(store, at, word) };
  throw new NotFoundError(
    `There is no snapshot and no tag ${JSON.stringify(word)} in this store, and it is not a time. ` +
      "`strata snapshot list` and `strata tag` list them.",
  );
}

/** Parses a snapshot, like `toMoment`, but without revisions and the present. */
export async function toSnapshot(store: EnhancedPersistence, word: string): Promise<SnapshotMetadata> {
  const moment = await toMoment(store, word);
  if (moment.kind === "snapshot") {
    const found = await store.findSnapshot(moment.version);
    if (found !== undefined) return found;
  }
  throw new SnapshotNotFoundError(word, `${word} is not a snapshot. Name one by its version or by a tag.`);
}

/** The revision of a moment. */
export async function revisionOf(
  store: Pick<EnhancedPersistence, "status" | "findSnapshot">,
  moment: Moment,
): Promise<Revision> {
  if (moment.kind === "revision") return moment.revision;
  if (moment.kind === "now") return (await store.status()).revision;
  const snapshot = await store.findSnapshot(moment.version);
  if (snapshot === undefined) throw new SnapshotNotFoundError(moment.version);
  return snapshot.revision;
}

async function byName(store: EnhancedPersistence, word: string): Promise<Moment | undefined> {
  if (word === "now") return NOW;
  const revision = /^r(\d{1,15})$/.exec(word)?.[1];
  if (revision !== undefined) return { kind: "revision", revision: Number(revision) as Revision };
  const marked = /^(tag|newest|oldest):(.+)$/s.exec(word);
  const found =
    marked === null
      ? ((await store.findSnapshot(word)) ?? (await store.snapshotByTag(word, true)))
      : await store.snapshotByTag(marked[2] ?? "", marked[1] !== "oldest");
  if (found !== undefined) return { kind: "snapshot", version: found.version };
  if (marked !== null && !word.includes("~")) {
    throw new NotFoundError(
      `There is no tag ${JSON.stringify(marked[2])} in this store. \`strata tag\` lists the tags.`,
    );
  }
  if (/^v\d{1,15}-[0-9a-f]{8}$/.test(word)) throw new SnapshotNotFoundError(word);
  if (word !== "latest") return undefined;
  const { latestSnapshot } = await store.status();
  if (latestSnapshot === null) throw new NotFoundError("There is no snapshot in this store yet.");
  return { kind: "snapshot", version: latestSnapshot.version };
}

function before(from: Revision, count: number, word: string): Moment {
  const revision = from - count;
  if (revision < 0) {
    throw new NotFoundError(
      `${word} is before the beginning of this store: there are only ${from} earlier revisions.`,
    );
  }
  return { kind: "revision", revision: revision as Revision };
}

/**
 * The time that a word means, in milliseconds since 1970-01-01 UTC; null if it is not a time. A day without a time
 * means its beginning; a relative day, such as yesterday, means the current time of day.
 */
async function timeOf(word: string): Promise<number | null> {
  // Loaded on demand: most moments are named otherwise.
  const { parse } = await import("chrono-node/en");
  // The parser uses noon for a day without a time; the odd millisecond distinguishes the present from it.
  const now = Date.now();
  const reference = new Date(now % 2 === 0 ? now - 1 : now);
  const [found] = parse(word, reference);
  if (found === undefined || found.text.length !== word.trim().length || found.end) return null;
  const { start } = found;
  if (isNoDate(word)) return null;
  const date = start.date();
  const isWholeDay = !start.isCertain("hour") && date.getHours() === 12 && date.getTime() % 3_600_000 === 0;
  if (isWholeDay) date.setHours(0);
  return date.getTime();
}

/** An invalid date in digits, of which the parser would use only the first parts. */
function isNoDate(word: string): boolean {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(word);
  if (iso === null) return false;
  const [year, month, day] = iso.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day;
}

/** The newest revision made by then. Clocks may jump, so the order of revisions decides (rule N10). */
async function revisionAtTime(store: EnhancedPersistence, at: number, word: string): Promise<Revision> {
  if (at > Date.now()) {
    throw new NotFoundError(
      `${JSON.stringify(word)} means ${new Date(at).toISOString()}, which is in the future.`,
    );
  }
  let oldest: Revision | undefined;
  for (;;) {
    const page = await store.revisions({ limit: PAGE, ...(oldest !== undefined && { before: oldest }) });
    const found = page.find((record) => record.at <= at);
    if (found !== undefined) return found.revision;
    oldest = page.at(-1)?.revision ?? oldest;
    if (page.length < PAGE) break;
  }
  // Before its first revision a store is empty; after a prune, that state is unknown.
  if (oldest === undefined || oldest === 1) return 0 as Revision;
  throw new NotFoundError(
    `This store's history begins after ${new Date(at).toISOString()}, with r${oldest}.`,
  );
}
