import type { Moment, Revision } from "../../shared/model/index.ts";
import { NOW } from "../../shared/model/index.ts";
import { NotFoundError, SnapshotNotFoundError } from "../engine/errors.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";

/** How a moment is written on the command line; part of each command's help. */
export const MOMENT_HELP =
  "now, a snapshot (v…), a tag (its newest snapshot), oldest:<tag>, or r<number> for a revision";

/**
 * The moment that a word on the command line means. A tag that looks like something else is written `tag:<tag>`.
 *
 * @throws {SnapshotNotFoundError | NotFoundError}
 */
export async function toMoment(store: EnhancedPersistence, word: string): Promise<Moment> {
  if (word === "now") return NOW;
  const revision = /^r(\d{1,15})$/.exec(word)?.[1];
  if (revision !== undefined) return { kind: "revision", revision: Number(revision) as Revision };
  const named = /^(tag|newest|oldest):(.+)$/s.exec(word);
  if (named === null) {
    const snapshot = await store.findSnapshot(word);
    if (snapshot !== undefined) return { kind: "snapshot", version: snapshot.version };
    if (/^v\d{1,15}-[0-9a-f]{8}$/.test(word)) throw new SnapshotNotFoundError(word);
  }
  const tag = named?.[2] ?? word;
  const tagged = await store.snapshotByTag(tag, named?.[1] !== "oldest");
  if (tagged !== undefined) return { kind: "snapshot", version: tagged.version };
  throw new NotFoundError(
    `There is no snapshot and no tag ${JSON.stringify(tag)} in this store. \`strata snapshot list\` and \`strata tag\` show what there is.`,
  );
}

/** The snapshot that a word means; as `toMoment`, but a revision or the present is none. */
export async function toSnapshot(store: EnhancedPersistence, word: string) {
  const moment = await toMoment(store, word);
  if (moment.kind === "snapshot") {
    const found = await store.findSnapshot(moment.version);
    if (found !== undefined) return found;
  }
  throw new SnapshotNotFoundError(word, `${word} is not a snapshot. Name one by its version or by a tag.`);
}
