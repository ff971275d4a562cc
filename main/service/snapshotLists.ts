import { randomUUID } from "node:crypto";
import type { SnapshotMetadata, SnapshotVersion } from "../../shared/model/index.ts";

/** The changes in the list of snapshots since an earlier list. */
export interface SnapshotsSince {
  /** Identifies the present list. */
  readonly mark: string;
  /** Whether `snapshots` are all snapshots, whatever was known before. */
  readonly whole: boolean;
  /** The new and changed ones, newest first; new ones are newer than all known ones. */
  readonly snapshots: SnapshotMetadata[];
  readonly removed: SnapshotVersion[];
}

/** Each window of a store has its own list, but they soon share one. */
const MOST_LISTS = 4;

/** The recent lists of snapshots, to send only what differs from them, because 10 000 snapshots take long to send. */
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

/** Whether all new snapshots precede the known ones: an imported history may insert older ones between. */
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
