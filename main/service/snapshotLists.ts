import { randomUUID } from "node:crypto";
import type { SnapshotMetadata, SnapshotVersion } from "../../shared/model/index.ts";

/** What became of the snapshots since a list that was given before. */
export interface SnapshotsSince {
  /** Names the list as it is now. */
  readonly mark: string;
  /** True when `snapshots` are all there are, whatever was known before. */
  readonly whole: boolean;
  /** Those that are new or different, newest first; the new ones are newer than all that were known. */
  readonly snapshots: SnapshotMetadata[];
  readonly removed: SnapshotVersion[];
}

/** Each window of a store has its own, but they soon know the same one. */
const MOST_LISTS = 4;

/** The lists of snapshots that were given lately, to tell what is different from them: ten thousand take long to send. */
export class SnapshotLists {
  readonly #given = new Map<string, ReadonlyMap<SnapshotVersion, string>>();

  /** @param present Every snapshot, newest first. */
  since(mark: string | null, present: readonly SnapshotMetadata[]): SnapshotsSince {
    const now = new Map(present.map((snapshot) => [snapshot.version, JSON.stringify(snapshot)]));
    const known = mark === null ? undefined : this.#given.get(mark);
    if (mark === null || known === undefined || !followsOn(known, now)) {
      return { mark: this.#give(now), whole: true, snapshots: [...present], removed: [] };
    }
    const snapshots = present.filter(({ version }) => now.get(version) !== known.get(version));
    const removed = [...known.keys()].filter((version) => !now.has(version));
    const isSame = snapshots.length === 0 && removed.length === 0;
    return { mark: isSame ? mark : this.#give(now), whole: false, snapshots, removed };
  }

  #give(list: ReadonlyMap<SnapshotVersion, string>): string {
    const mark = randomUUID();
    this.#given.set(mark, list);
    const [oldest] = this.#given.keys();
    if (this.#given.size > MOST_LISTS && oldest !== undefined) this.#given.delete(oldest);
    return mark;
  }
}

/** Whether what is new stands before all that was known: an imported history may put older ones between. */
function followsOn(
  known: ReadonlyMap<SnapshotVersion, string>,
  now: ReadonlyMap<SnapshotVersion, string>,
): boolean {
  let isPastNew = false;
  for (const version of now.keys()) {
    if (known.has(version)) isPastNew = true;
    else if (isPastNew) return false;
  }
  return true;
}
