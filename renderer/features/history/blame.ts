import type { RevisionRecord } from "../../../shared/model/index.ts";

/** Which revision a place last changed in, by its pointer. */
export type BlameMap = ReadonlyMap<string, RevisionRecord>;

/** The revision for a place: its own, else that of the nearest place around it that has one. */
export function blamed(places: BlameMap, pointer: string): RevisionRecord | undefined {
  let at = pointer;
  for (;;) {
    const found = places.get(at);
    if (found !== undefined || at === "") return found;
    at = at.slice(0, at.lastIndexOf("/"));
  }
}
