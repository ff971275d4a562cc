import { type Moment, NOW, type Revision, type SnapshotMetadata } from "../../shared/model/index.ts";
import { carriersByTag, momentName } from "../state/moments.ts";
import { visibleName } from "../ui/index.ts";
import { searchSnapshots } from "./search.ts";

/** A moment that can be picked. */
export interface MomentChoice {
  readonly id: string;
  readonly moment: Moment;
  readonly name: string;
  /** What kind of choice it is, where the name doesn't say. */
  readonly note: string | null;
  /** Milliseconds; null for the present and for revisions. */
  readonly at: number | null;
}

/** Tags offered before anything is typed. */
const OFFERED_TAGS = 5;

/**
 * The moments to pick from: the present, tags (the newest snapshot with each), snapshots, and any revision whose number is
 * typed. `query` narrows them down.
 */
export function momentChoices(
  snapshots: readonly SnapshotMetadata[],
  revision: Revision,
  query: string,
  now: number,
): MomentChoice[] {
  const text = query.trim();
  const wanted = text.toLocaleLowerCase();
  const choices: MomentChoice[] = [];
  if ("now".includes(wanted)) choices.push({ id: "now", moment: NOW, name: "Now", note: null, at: null });
  const number = /^(?:r|revision)?\s*(\d+)$/i.exec(text)?.[1];
  if (number !== undefined && Number(number) <= revision) {
    const moment: Moment = { kind: "revision", revision: Number(number) as Revision };
    choices.push({ id: `r${number}`, moment, name: momentName(moment, []), note: null, at: null });
  }
  const tags = [...carriersByTag(snapshots)].filter(([tag]) => tag.toLocaleLowerCase().includes(wanted));
  for (const [tag, carriers] of text === "" ? tags.slice(0, OFFERED_TAGS) : tags) {
    const [newest] = carriers;
    if (newest === undefined || carriers.length < 2) continue;
    const moment: Moment = { kind: "snapshot", version: newest.version };
    const note = `newest of ${carriers.length.toLocaleString()}`;
    choices.push({ id: `t${tag}`, moment, name: visibleName(tag), note, at: Date.parse(newest.createdAt) });
  }
  for (const snapshot of searchSnapshots(snapshots, text, now)) {
    const moment: Moment = { kind: "snapshot", version: snapshot.version };
    const name = momentName(moment, [snapshot]);
    const description = snapshot.tags.length > 0 ? (snapshot.description?.split("\n")[0] ?? null) : null;
    choices.push({
      id: snapshot.version,
      moment,
      name,
      note: description === null ? null : visibleName(description),
      at: Date.parse(snapshot.createdAt),
    });
  }
  return choices;
}
