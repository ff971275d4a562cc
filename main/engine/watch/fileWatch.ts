import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FSWatcher, watch } from "chokidar";
import { equalJson } from "../../../shared/json/index.ts";
import { type Entry, type Key, type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import { InvalidOptionError, NotFoundError } from "../errors.ts";
import type { EnhancedPersistence, EntryChange } from "../persistence.ts";
import { writeWhole } from "../transfer/wholeFile.ts";
import { contentOf, type FileState, NO_FILE, stateOf } from "./fileState.ts";
import { DEFAULT_LAYOUT, type Layout, layOut, layoutOf } from "./layout.ts";
import { checkRule, isDue, type SnapshotRule } from "./rule.ts";
import { readTie, removeTie, type Tie, writeTie } from "./tie.ts";

/** How file and store stand to each other. */
export type WatchState =
  | { readonly kind: "inStep" }
  /** There is no file, and the store has no entry. */
  | { readonly kind: "noFile" }
  /** What is in the file is no JSON (yet); the store has what it had before. */
  | { readonly kind: "unreadable"; readonly message: string }
  /** The file could not be read or written. */
  | { readonly kind: "failed"; readonly message: string };

export interface WatchStatus {
  /** The file's name. */
  readonly name: string;
  readonly path: string;
  readonly rule: SnapshotRule;
  readonly state: WatchState;
}

export interface FileWatchOptions {
  readonly onStatus?: (status: WatchStatus) => void;
  /** Milliseconds for which a file that can't be read is taken to be half-written. Default 2 000. */
  readonly patience?: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now?: () => number;
}

/** Milliseconds after which a file that can't be read is looked at again. */
const RETRY = 100;

/** What file and store last had in common. */
interface Common {
  /** The file's text; null when there was no file. */
  readonly text: string | null;
  readonly state: FileState;
}

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
  #common: Common = { text: null, state: NO_FILE };
  #layout: Layout = DEFAULT_LAYOUT;
  /** The revision that the file was last brought in step with. */
  #revision = 0 as Revision;
  #lastSnapshot: number | null = null;
  #watcher: FSWatcher | undefined;
  #stopListening = () => {};
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(store: EnhancedPersistence, directory: string, tie: Tie, options: FileWatchOptions) {
    this.#store = store;
    this.#directory = directory;
    this.#tie = tie;
    this.#options = options;
  }

  /**
   * Ties a store to a file; the store's present becomes what is in the file, as one revision.
   *
   * @throws {JsonSyntaxError} if the file holds no JSON; nothing is tied then.
   * @throws {InvalidOptionError} if the store is not on disk, the rule is none, or the file is the store's own.
   */
  static async start(
    store: EnhancedPersistence,
    file: string,
    rule: SnapshotRule,
    options: FileWatchOptions = {},
  ): Promise<FileWatch> {
    const directory = directoryOf(store);
    if (dirname(file) === directory) {
      throw new InvalidOptionError(`${basename(file)} is one of the store's own files. Choose another file.`);
    }
    const text = await readText(file);
    if (text !== null) stateOf(text);
    const tie = { file, rule: checkRule(rule), content: null, revision: 0 as Revision };
    const watch = new FileWatch(store, directory, tie, options);
    await watch.#run(() => watch.#takeIn(text, "replace"));
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
    this.#stopListening();
    await this.#watcher?.close();
    await this.#work;
  }

  /** Unties store and file. Both stay as they are. */
  async untie(): Promise<void> {
    await this.close();
    await removeTie(this.#directory);
  }

  async #listen(): Promise<void> {
    const { file } = this.#tie;
    this.#stopListening = this.#store.onChange(({ revision }) => {
      if (revision !== this.#revision) void this.#run(() => this.#writeOut());
    });
    const look = () => void this.#run(() => this.#look());
    this.#watcher = watch(file, { ignoreInitial: true }).on("all", look);
    this.#watcher.on("error", (error) => this.#tell({ kind: "failed", message: String(error) }));
    await new Promise<void>((resolve) => this.#watcher?.once("ready", () => resolve()));
    // What happened between the first look and now told nobody.
    await this.#run(() => this.#look());
  }

  /** One thing after another. A failure is a state, not an end: the next change tries again. */
  #run(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return;
      try {
        await step();
      } catch (error) {
        this.#tell({ kind: "failed", message: (error as Error).message });
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
    const text = await readText(this.#tie.file);
    const watched = await this.#store.snapshotByTag("watch", true);
    this.#lastSnapshot = watched === undefined ? null : Date.parse(watched.createdAt);
    if (hashOf(text) === this.#tie.content) {
      this.#agree(text, text === null ? NO_FILE : stateOf(text));
      await this.#writeOut();
      return;
    }
    // The text that they had in common is gone, but the store knows what it said.
    this.#common = { text: null, state: await this.#storedAt(this.#tie.revision) };
    await this.#lookAt(text);
  }

  /** Looks whether the file says something new. */
  async #look(): Promise<void> {
    await this.#lookAt(await readText(this.#tie.file));
  }

  async #lookAt(found: string | null): Promise<void> {
    let text = found;
    const end = performance.now() + (this.#options.patience ?? 2000);
    for (;;) {
      if (text === this.#common.text && this.#state.kind === "inStep") return;
      const problem = text === null ? null : problemOf(text);
      if (problem === null) return this.#takeIn(text, "merge");
      if (performance.now() >= end || this.#closed) {
        this.#tell({ kind: "unreadable", message: problem });
        return;
      }
      await sleep(RETRY);
      text = await readText(this.#tie.file);
    }
  }

  /** Makes a revision of what the file says. Keys that only the store changed since they agreed stay as they are there. */
  async #takeIn(text: string | null, how: "replace" | "merge"): Promise<void> {
    const theirs = text === null ? NO_FILE : stateOf(text);
    const name = basename(this.#tie.file);
    const label = { operation: "import", detail: `${name}, changed on disk` } as const;
    const changes = how === "merge" ? changesBetween(this.#common.state, theirs) : null;
    const revision =
      changes === null
        ? await this.#store.replace(entriesOf(theirs), { ...label, detail: name })
        : await this.#store.write(changes, label);
    this.#agree(text, theirs);
    if (revision !== null) {
      this.#revision = revision;
      await this.#snapshot(name);
    }
    await this.#remember();
    await this.#writeOut();
    this.#tell(text === null ? { kind: "noFile" } : { kind: "inStep" });
  }

  async #snapshot(name: string): Promise<void> {
    const now = (this.#options.now ?? Date.now)();
    if (!isDue(this.#tie.rule, this.#lastSnapshot, now)) return;
    await this.#store.snapshot({ tags: ["watch"], description: `${name} changed on disk` });
    this.#lastSnapshot = now;
  }

  /** Writes what the store says to the file, if it says something else. */
  async #writeOut(): Promise<void> {
    const { revision } = await this.#store.status();
    const ours = await this.#stored();
    if (same(ours, this.#common.state)) {
      this.#revision = revision;
      return;
    }
    const there = await readText(this.#tie.file);
    if (there !== this.#common.text) {
      // They were faster: their change first, then ours with it.
      if (there === null || problemOf(there) === null) return this.#takeIn(there, "merge");
      await this.#putAside(there);
    }
    const content = contentOf(asWritten(ours, this.#common.state), this.#common.state);
    const text = content === null ? null : layOut(content, this.#layout);
    if (text === null) await rm(this.#tie.file, { force: true });
    else await writeWhole(this.#tie.file, text);
    this.#revision = revision;
    this.#agree(text, text === null ? NO_FILE : stateOf(text));
    await this.#remember();
    this.#tell(text === null ? { kind: "noFile" } : { kind: "inStep" });
  }

  /** Keeps what is no JSON before it is written over: it may be all that somebody has. */
  async #putAside(text: string): Promise<void> {
    const directory = join(this.#directory, "rejected");
    await mkdir(directory, { recursive: true });
    const stamp = new Date((this.#options.now ?? Date.now)()).toISOString().replaceAll(":", "-");
    await writeWhole(join(directory, `${stamp} ${basename(this.#tie.file)}`), text);
  }

  #agree(text: string | null, state: FileState): void {
    this.#common = { text, state };
    if (text !== null) this.#layout = layoutOf(text);
  }

  async #remember(): Promise<void> {
    const { revision } = await this.#store.status();
    this.#tie = { ...this.#tie, content: hashOf(this.#common.text), revision };
    await writeTie(this.#directory, this.#tie);
  }

  async #stored(at: Moment = NOW): Promise<FileState> {
    const state = new Map<Key, Entry["text"]>();
    for await (const { key, text } of this.#store.scan(at)) state.set(key, text);
    return state;
  }

  /** What the store said at a revision; at present, when that revision is no longer kept. */
  async #storedAt(revision: Revision): Promise<FileState> {
    try {
      return await this.#stored({ kind: "revision", revision });
    } catch (error) {
      if (error instanceof NotFoundError) return this.#stored();
      throw error;
    }
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

function same(a: FileState, b: FileState): boolean {
  if (a.size !== b.size) return false;
  for (const [key, text] of a) {
    const other = b.get(key);
    if (other === undefined || !equalJson(text, other)) return false;
  }
  return true;
}

/** What says the same in other words stays in the words of the file. */
function asWritten(state: FileState, file: FileState): FileState {
  const written = new Map(state);
  for (const [key, text] of file) {
    const ours = state.get(key);
    if (ours !== undefined && equalJson(ours, text)) written.set(key, text);
  }
  return written;
}

function problemOf(text: string): string | null {
  try {
    stateOf(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function hashOf(text: string | null): string | null {
  return text === null ? null : createHash("sha256").update(text).digest("hex");
}
