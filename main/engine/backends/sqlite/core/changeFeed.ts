import type { Revision, StoreChange } from "../../../../../shared/model/index.ts";
import type { StoreCore } from "./core.ts";

/** A change lists up to this many keys. */
export const MOST_NAMED_KEYS = 1000;

/** How often to check for commits of other processes while there are listeners, in milliseconds. */
const POLL_INTERVAL = 200;

/** Notifies listeners of each commit, of this process or another. */
export class ChangeFeed {
  readonly #core: StoreCore;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  #noted: StoreChange[] = [];
  #timer: NodeJS.Timeout | undefined;
  #reported: Revision;
  #failing = false;

  constructor(core: StoreCore) {
    this.#core = core;
    this.#reported = core.head.revision;
    core.onForeignCommit(() => this.#noteForeign());
  }

  listen(listener: (change: StoreChange) => void): () => void {
    // A function that is passed twice is two listeners.
    const own = (change: StoreChange) => listener(change);
    if (this.#listeners.size === 0) this.#reported = this.#core.present.revision;
    this.#listeners.add(own);
    this.#timer ??= setInterval(() => this.#poll(), POLL_INTERVAL).unref();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  note(change: StoreChange): void {
    if (this.#listeners.size > 0) this.#noted.push(change);
  }

  forget(): void {
    this.#noted = [];
  }

  deliver(): void {
    if (this.#noted.length === 0) return;
    const noted = this.#noted;
    this.#noted = [];
    for (const change of noted) this.#tell(change);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    this.#look(() => {
      this.#core.files?.assert();
      if (this.#core.queue.isIdle) this.#core.refresh();
    });
  }

  /** This has no caller, so failures are reported; once is enough while the failure persists. */
  #look(look: () => void): void {
    try {
      look();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#core.problems.tell(this.#core.failure(error));
      this.#failing = true;
    }
  }

  /** Called with the head as another process left it, perhaps just before this one writes. */
  #noteForeign(): void {
    const to = this.#core.head.revision;
    if (this.#listeners.size > 0) {
      const from = this.#reported;
      setImmediate(() => this.#look(() => this.#tellForeign(from, to)));
    }
    this.#reported = to;
  }

  #tellForeign(from: Revision, to: Revision): void {
    if (this.#core.closed) return;
    const statements = this.#core.reads;
    const unnamed = statements.touchedTotal.get(from, to)?.[1] === 1;
    const keys =
      unnamed || to <= from ? [] : statements.recentKeys.all({ from, to, limit: MOST_NAMED_KEYS + 1 });
    this.#tell({
      revision: to,
      snapshots: true,
      keys: unnamed || keys.length > MOST_NAMED_KEYS ? null : keys,
    });
  }

  #tell(change: StoreChange): void {
    this.#reported = Math.max(this.#reported, change.revision) as Revision;
    for (const listener of [...this.#listeners]) this.#core.problems.call(listener, change);
  }
}
