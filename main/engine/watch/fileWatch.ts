import { basename, dirname } from "node:path";
import { NOW, type Revision, type SnapshotVersion } from "../../../shared/model/index.ts";
import { InvalidOptionError, InvalidValueError, NotFoundError } from "../errors.ts";
import type { EnhancedPersistence, EntryChange } from "../persistence.ts";
import { targetOf } from "../transfer/target.ts";
import { writeWhole } from "../transfer/wholeFile.ts";
import { contentIn, hashOf, readBytes, removeTarget, stateIn, type Understood } from "./fileContent.ts";
import { onFileChange } from "./fileEvents.ts";
import { contentOf, type FileState } from "./fileState.ts";
import { DEFAULT_LAYOUT, type Layout, layOut, layoutOf } from "./layout.ts";
import { Lead, storedAt } from "./lead.ts";
import { putAside } from "./putAside.ts";
import { checkRule, isDue, type SnapshotRule } from "./rule.ts";
import type { WatchEvent, WatchState, WatchStatus } from "./status.ts";
import { readTie, removeTie, type Tie, writeTie } from "./tie.ts";
import { waitOut } from "./waitOut.ts";

export interface FileWatchOptions {
  readonly onStatus?: (status: WatchStatus) => void;
  readonly onEvent?: (event: WatchEvent) => void;
  /** Milliseconds for which a file that can't be read is taken to be half-written. Default 2 000. */
  readonly patience?: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now?: () => number;
}

const PATIENCE = 2000;
/** Milliseconds after which a file that could not be read or written at all is tried again. */
const AFTER_FAILURE = 3000;

/**
 * Ties a store to a JSON file: every change of the file becomes a revision of the store, and every change of the store,
 * a restore above all, is written to the file, in the file's own layout. A change that was made here is never taken
 * for one of theirs, a half-written file is waited out, and no file is a state like any other.
 */
export class FileWatch {
  readonly #store: EnhancedPersistence;
  readonly #directory: string;
  readonly #options: FileWatchOptions;
  #tie: Tie;
  #state: WatchState = { kind: "inStep" };
  /** SHA-256 of what the file last said; null when there was no file. */
  #hash: string | null = null;
  readonly #lead: Lead;
  #layout: Layout = DEFAULT_LAYOUT;
  #lastSnapshot: number | null = null;
  #stopListening: () => Promise<void> = async () => {};
  #work: Promise<void> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(store: EnhancedPersistence, directory: string, tie: Tie, options: FileWatchOptions) {
    this.#store = store;
    this.#directory = directory;
    this.#tie = tie;
    this.#options = options;
    this.#lead = new Lead(store);
  }

  /**
   * Ties a store to a file; the store's present becomes what is in the file, as one revision.
   *
   * @throws {InvalidValueError} if the file holds no JSON; nothing is tied then.
   * @throws {InvalidOptionError} if the store is not on disk, the rule is none, or the file is the store's own.
   */
  static async start(
    store: EnhancedPersistence,
    file: string,
    rule: SnapshotRule,
    options: FileWatchOptions = {},
  ): Promise<FileWatch> {
    const directory = directoryOf(store);
    if (dirname(await targetOf(file)) === directory) {
      throw new InvalidOptionError(`${basename(file)} is one of the store's own files. Choose another file.`);
    }
    const bytes = await readBytes(file);
    const content = contentIn(bytes);
    if (content.kind === "other") {
      const { message, ...place } = content.problem;
      throw new InvalidValueError(`${basename(file)} is not JSON: ${message}`, { path: file, ...place });
    }
    const tie = { file, rule: checkRule(rule), content: null, revision: 0 as Revision };
    const watch = new FileWatch(store, directory, tie, options);
    await watch.#replace(content, hashOf(bytes));
    await watch.#listen();
    return watch;
  }

  /** Goes on where the store was tied to a file before; null when it is not. What changed meanwhile is taken in. */
  static async resume(store: EnhancedPersistence, options: FileWatchOptions = {}): Promise<FileWatch | null> {
    if (store.path === null) return null;
    const tie = await readTie(store.path);
    if (tie === null) return null;
    const watch = new FileWatch(store, store.path, tie, options);
    await watch.#run(() => watch.#catchUp());
    await watch.#listen();
    return watch;
  }

  get status(): WatchStatus {
    return { name: basename(this.#tie.file), path: this.#tie.file, rule: this.#tie.rule, state: this.#state };
  }

  async setRule(rule: SnapshotRule): Promise<void> {
    checkRule(rule);
    await this.#run(async () => {
      this.#tie = { ...this.#tie, rule };
      await writeTie(this.#directory, this.#tie);
      this.#tell(this.#state);
    });
  }

  /** Resolves when everything that was noticed so far is in store and file. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Stops for now; `resume` goes on. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    await this.#stopListening();
    await this.#work;
  }

  /** Unties store and file. Both stay as they are. */
  async untie(): Promise<void> {
    await this.close();
    await removeTie(this.#directory);
  }

  async #listen(): Promise<void> {
    const stopStore = this.#store.onChange(({ revision }) => {
      if (revision !== this.#lead.revision) void this.#run(() => this.#writeOut());
    });
    const stopFile = await onFileChange(this.#tie.file, {
      changed: () => void this.#run(() => this.#look()),
      failed: (error) => this.#tell({ kind: "failed", message: String(error) }),
    });
    this.#stopListening = async () => {
      stopStore();
      await stopFile();
    };
    // What happened between the first look and now told nobody.
    await this.#run(() => this.#look());
  }

  /** One thing after another. A failure is a state, not an end: the next change tries again, and so does a while. */
  #run(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return;
      try {
        await step();
      } catch (error) {
        this.#tell({ kind: "failed", message: (error as Error).message });
        clearTimeout(this.#again);
        this.#again = setTimeout(() => void this.#run(() => this.#look()), AFTER_FAILURE);
        this.#again.unref();
      }
    });
    return this.#work;
  }

  #tell(state: WatchState): void {
    this.#state = state;
    this.#options.onStatus?.(this.status);
  }

  /** After a time in which nobody watched: whichever side is still as it was follows the other. */
  async #catchUp(): Promise<void> {
    const bytes = await readBytes(this.#tie.file);
    const watched = await this.#store.snapshotByTag("watch", true);
    this.#lastSnapshot = watched === undefined ? null : Date.parse(watched.createdAt);
    const content = contentIn(bytes);
    if (hashOf(bytes) === this.#tie.content && content.kind !== "other") {
      this.#lead.level(stateIn(content), this.#tie.revision);
      this.#agree(content, hashOf(bytes));
      await this.#writeOut();
      return;
    }
    // The text that they had in common is gone, but the store knows what it said.
    this.#hash = this.#tie.content;
    this.#lead.level(await this.#agreedState(), this.#tie.revision);
    await this.#lookAt(bytes);
  }

  /** What the store said when the two last agreed; what it says now, when that is no longer kept. */
  async #agreedState(): Promise<FileState> {
    try {
      return await storedAt(this.#store, { kind: "revision", revision: this.#tie.revision });
    } catch (error) {
      if (error instanceof NotFoundError) return storedAt(this.#store, NOW);
      throw error;
    }
  }

  /** Looks whether the file says something new. */
  async #look(): Promise<void> {
    await this.#lookAt(await readBytes(this.#tie.file));
  }

  async #lookAt(found: Buffer | null): Promise<void> {
    const settled = await waitOut(this.#tie.file, found, {
      isKnown: (hash) => hash === this.#hash,
      patience: this.#options.patience ?? PATIENCE,
      isOver: () => this.#closed,
    });
    // What a failure kept from being written is tried again, whatever the occasion.
    if (settled === null) await this.#writeOut();
    else if (settled.content.kind !== "other") await this.#takeIn(settled.content, settled.hash);
    else this.#tell({ kind: "unreadable", message: settled.content.problem.message });
  }

  /** Makes the store what the file says, whatever it was. */
  async #replace(content: Understood, hash: string | null): Promise<void> {
    const name = basename(this.#tie.file);
    const { revision: before } = await this.#store.status();
    const theirs = stateIn(content);
    const made = await this.#store.replace(entriesOf(theirs), { operation: "import", detail: name });
    this.#lead.level(theirs, made ?? before);
    this.#agree(content, hash);
    await this.#tookIn(made);
  }

  /** Makes a revision of what the file says. Keys that only the store changed since they agreed stay as they are there. */
  async #takeIn(content: Understood, hash: string | null): Promise<void> {
    const theirs = stateIn(content);
    const changes = changesBetween(this.#lead.file, theirs);
    const made = await this.#store.write(changes, {
      operation: "import",
      detail: `${basename(this.#tie.file)}, changed on disk`,
    });
    this.#lead.followed(
      theirs,
      changes.map(({ key }) => key),
    );
    this.#agree(content, hash);
    await this.#tookIn(made);
  }

  async #tookIn(revision: Revision | null): Promise<void> {
    if (revision !== null) {
      const snapshot = await this.#snapshot();
      this.#options.onEvent?.({ kind: "tookIn", revision, snapshot });
    }
    await this.#writeOut();
  }

  async #snapshot(): Promise<SnapshotVersion | null> {
    const now = this.#now();
    if (!isDue(this.#tie.rule, this.#lastSnapshot, now)) return null;
    const description = `${basename(this.#tie.file)} changed on disk`;
    const { version } = await this.#store.snapshot({ tags: ["watch"], description });
    this.#lastSnapshot = now;
    return version;
  }

  /** Writes what the store says to the file, if it says something else. */
  async #writeOut(): Promise<void> {
    await this.#lead.look();
    if (!this.#lead.isNone) {
      const there = await readBytes(this.#tie.file);
      const hash = hashOf(there);
      if (hash !== this.#hash) {
        const content = contentIn(there);
        // They were faster: their change first, then ours with it.
        if (content.kind !== "other") return this.#takeIn(content, hash);
        if (there !== null) await putAside(this.#directory, basename(this.#tie.file), there, this.#now());
      }
      await this.#write();
    }
    await this.#remember();
    this.#tell({ kind: this.#hash === null ? "noFile" : "inStep" });
  }

  async #write(): Promise<void> {
    const merged = this.#lead.merged();
    const content = contentOf(merged);
    if (content === null) {
      await removeTarget(this.#tie.file);
      this.#agree({ kind: "none" }, null);
    } else {
      const text = layOut(content, this.#layout);
      await writeWhole(this.#tie.file, text);
      this.#agree({ kind: "json", text, state: merged }, hashOf(Buffer.from(text)));
    }
    this.#lead.written(merged);
    this.#options.onEvent?.({ kind: "wrote", revision: this.#lead.revision });
  }

  #agree(content: Understood, hash: string | null): void {
    this.#hash = hash;
    if (content.kind === "json") this.#layout = layoutOf(content.text);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Notes in what the two agree, once they do in everything. */
  async #remember(): Promise<void> {
    const { revision } = this.#lead;
    if (this.#tie.content === this.#hash && this.#tie.revision === revision) return;
    this.#tie = { ...this.#tie, content: this.#hash, revision };
    await writeTie(this.#directory, this.#tie);
  }
}

function directoryOf(store: EnhancedPersistence): string {
  if (store.path === null) throw new InvalidOptionError("A store in memory can't be tied to a file.");
  return store.path;
}

function* entriesOf(state: FileState): Generator<EntryChange> {
  for (const [key, text] of state) yield { key, text };
}

function changesBetween(before: FileState, after: FileState): EntryChange[] {
  const changes: EntryChange[] = [];
  for (const [key, text] of after) if (before.get(key) !== text) changes.push({ key, text });
  for (const key of before.keys()) if (!after.has(key)) changes.push({ key, text: null });
  return changes;
}
