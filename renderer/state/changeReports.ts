import type { Revision, StoreChange } from "../../shared/model/index.ts";

type Source = "call" | "feed";

interface Report {
  readonly source: Source;
  readonly change: StoreChange;
  readonly read: Promise<void>;
}

/** Reports that wait for their twin; older ones are of changes that others made. */
const MAX_REPORTS = 16;

/**
 * A change that this page makes is reported twice, in either order: by the answer to its call, and by the change feed.
 * What one report asked for, the other doesn't ask for again.
 */
export class ChangeReports {
  #open: Report[] = [];

  /** Asks by `ask`, unless the twin of this report did: then this is its answer. */
  once(source: Source, change: StoreChange, ask: () => Promise<void>): Promise<void> {
    const twin = this.#open.find((report) => report.source !== source && isTwin(report, change));
    this.#open = this.#open.filter((report) => report !== twin && !isPast(report, source, change.revision));
    if (twin !== undefined) return twin.read;
    const read = ask();
    this.#open = [...this.#open, { source, change, read }].slice(-MAX_REPORTS);
    return read;
  }

  clear(): void {
    this.#open = [];
  }
}

function isTwin({ source, change: known }: Report, change: StoreChange): boolean {
  if (known.revision !== change.revision || (change.snapshots && !known.snapshots)) return false;
  // The feed may report several changes as one; a call knows of its own alone.
  return source === "feed" || known.keys === null || isWithin(change.keys, new Set(known.keys));
}

const isWithin = (keys: readonly string[] | null, known: ReadonlySet<string>): boolean =>
  keys?.every((key) => known.has(key)) ?? false;

/** The feed is in order: the twin of an earlier call came with this event. */
const isPast = ({ source, change }: Report, now: Source, revision: Revision): boolean =>
  now === "feed" && source === "call" && change.revision <= revision;
