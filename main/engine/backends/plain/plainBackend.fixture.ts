import type {
  Entry,
  JsonText,
  Key,
  Moment,
  Revision,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../../../shared/model/index.ts";
import { revisionAt } from "../../domain/read/moment.ts";
import { parseStored } from "../../domain/read/parseStored.ts";
import { checkChange } from "../../domain/write/checkChange.ts";
import { isExact } from "../../domain/write/exactSource.ts";
import { assertExpected } from "../../domain/write/expected.ts";
import { InvalidValueError, StoreClosedError } from "../../errors.ts";
import { toKey } from "../../key.ts";
import type { ResolvedOptions } from "../../options.ts";
import type { EntryChange, PruneReport, SnapshotUpdate, WriteOptions } from "../../persistence.ts";
import type {
  Awaitable,
  Backend,
  NewSnapshot,
  Notices,
  PreparedChanges,
  ReadView,
  ReplaceCommand,
  RestoreCommand,
  Source,
  Upkeep,
  WriteCommand,
} from "../backend.ts";
import { PlainData, type PlainStacks } from "./plainData.fixture.ts";
import * as snapshots from "./plainSnapshots.fixture.ts";
import { figuresOf, prune, verify } from "./plainUpkeep.fixture.ts";
import { PlainView, stepOf } from "./plainView.fixture.ts";

/**
 * A store in JavaScript's own maps, without SQL and as plain as can be: every state is kept whole. It shows that what is above
 * needs no more than `Backend` says, and is what a new backend can be compared with.
 */
export class PlainBackend implements Backend {
  readonly location = null;
  readonly readOnly = null;
  readonly lost = null;
  readonly upgraded = null;
  readonly upkeep: Upkeep;
  readonly comparisons = { comparison: () => undefined, keepComparison: () => {} };
  options: ResolvedOptions;
  closed = false;
  readonly #data: PlainData;
  readonly #notices: Notices;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #long = 0;

  constructor(options: ResolvedOptions, notices: Notices) {
    this.options = options;
    this.#data = new PlainData(options.author);
    this.#notices = notices;
    this.upkeep = {
      verify: (version) => this.#read(() => verify(this.#data, version)),
      pack: () => this.#submit(() => ({ values: 0, bytesBefore: 0, bytesAfter: 0 })),
      figures: () => this.#read(() => figuresOf(this.#data, this.options)),
    };
  }

  get id(): string {
    return this.#data.id;
  }

  assertOpen(): void {
    if (this.closed) throw new StoreClosedError(null);
  }

  assertWritable(): void {
    this.assertOpen();
  }

  configure(options: ResolvedOptions): void {
    this.options = options;
  }

  view(_use: "short" | "long", moments: readonly Moment[]): Promise<ReadView> {
    return this.#read(() => {
      const source = this.#data.source();
      const at = moments.map((moment) => revisionAt(source, moment));
      return new PlainView(this.#data, at);
    });
  }

  text(key: Key): Promise<JsonText | undefined> {
    return this.#read(() => this.#data.newest.state.get(key)?.text);
  }

  entry(key: Key): Promise<Entry | undefined> {
    return this.#read(() => {
      const found = this.#data.newest.state.get(key);
      return found && { key, ...found };
    });
  }

  value(key: Key) {
    return this.#read(() => {
      const text = this.#data.newest.state.get(key)?.text;
      this.#notices.metering.loaded(0, text === undefined ? 0 : Buffer.byteLength(text));
      return text === undefined ? undefined : parseStored(key, text);
    });
  }

  write({ changes, ready }: PreparedChanges, command: WriteCommand): Promise<Revision | null> {
    return this.#submit(async () => {
      await ready;
      assertExpected(command.expected, (key) => this.#data.newest.state.get(key)?.since ?? null);
      return this.#told(this.#data.edit(changes.values(), command));
    });
  }

  replace(source: Source, command: ReplaceCommand) {
    return this.#submitLong(async () => {
      const given = await gather(source, command);
      const gone =
        command.keep === true ? [] : [...this.#data.texts().keys()].filter((key) => !given.has(key));
      const changes = [...given, ...gone.map((key) => [key, null] as const)];
      const revision = this.#data.edit(
        changes.map(([key, text]): EntryChange => ({ key, text })),
        command,
      );
      return { revision: this.#told(revision), sizeBytes: this.#data.sizeAt(this.#data.revision).sizeBytes };
    });
  }

  restore(to: Moment, { keys, detail, message }: RestoreCommand): Promise<Revision | null> {
    return this.#submitLong(() => {
      const then = this.#data.texts(revisionAt(this.#data.source(), to));
      const next = keys === null ? then : this.#data.texts();
      for (const key of keys ?? []) {
        const text = then.get(key);
        if (text === undefined) next.delete(key);
        else next.set(key, text);
      }
      return this.#told(this.#data.advance(next, { operation: "restore", detail, message }));
    });
  }

  undo(): Promise<UndoStep | null> {
    return this.#step("undo");
  }

  redo(): Promise<UndoStep | null> {
    return this.#step("redo");
  }

  /** Each stack names its topmost element; what lies below is what the revision before that one named. */
  #step(operation: "undo" | "redo"): Promise<UndoStep | null> {
    return this.#submit(() => {
      const data = this.#data;
      const taken = data.newest[operation];
      const step = stepOf(data, taken);
      if (step === null || taken === null) return null;
      const below = data.at(taken - 1)[operation];
      const next = (data.revision + 1) as Revision;
      const stacks: PlainStacks =
        operation === "undo"
          ? { undo: below, redo: next, target: step.revision }
          : { undo: next, redo: below, target: step.revision };
      const about = step.key ?? step.detail ?? (step.touched === 1 ? "1 key" : `${step.touched} keys`);
      const label: WriteOptions = { operation, detail: `${step.operation} ${about}` };
      this.#told(data.advance(data.texts(taken - 1), label, stacks));
      return step;
    });
  }

  snapshot(snapshot: NewSnapshot): Promise<SnapshotMetadata> {
    return this.#changeSnapshots(() => snapshots.create(this.#data, this.options, snapshot));
  }

  snapshotIfChanged(snapshot: NewSnapshot): Promise<SnapshotMetadata | null> {
    return this.#changeSnapshots(() => {
      const latest = this.#data.snapshots.at(-1)?.metadata.revision ?? 0;
      return latest === this.#data.revision ? null : snapshots.create(this.#data, this.options, snapshot);
    });
  }

  updateSnapshot(version: SnapshotVersion, update: SnapshotUpdate): Promise<SnapshotMetadata> {
    return this.#changeSnapshots(() => snapshots.update(this.#data, version, update));
  }

  deleteSnapshots(versions: readonly SnapshotVersion[], forGood: boolean): Promise<void> {
    return this.#changeSnapshots(() => snapshots.remove(this.#data, versions, forGood));
  }

  undeleteSnapshots(versions: readonly SnapshotVersion[]): Promise<SnapshotMetadata[]> {
    return this.#changeSnapshots(() => snapshots.restore(this.#data, versions));
  }

  prune(keepRevisions: number, dryRun: boolean): Promise<PruneReport> {
    return this.#submitLong(() => prune(this.#data, this.options, keepRevisions, dryRun));
  }

  onCommit(listener: (change: StoreChange) => void): () => void {
    const own = (change: StoreChange) => listener(change);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.#line;
    this.#listeners.clear();
  }

  /** Reads see what was called before them, but for long commands, which they do not wait for (rule W7). */
  async #read<T>(read: () => T): Promise<T> {
    this.assertOpen();
    if (this.#waiting > 0 && this.#long === 0 && this.options.threadSafe) await this.#line;
    return read();
  }

  #submit<T>(run: () => Awaitable<T>): Promise<T> {
    this.#waiting += 1;
    const result = this.#line.then(run).finally(() => {
      this.#waiting -= 1;
    });
    this.#line = result.catch(() => {});
    return result;
  }

  #submitLong<T>(run: () => Awaitable<T>): Promise<T> {
    this.#long += 1;
    return this.#submit(run).finally(() => {
      this.#long -= 1;
    });
  }

  #changeSnapshots<T>(run: () => T): Promise<T> {
    return this.#submit(() => {
      const result = run();
      this.#tell({ revision: this.#data.revision, snapshots: true, keys: [] });
      return result;
    });
  }

  #told(revision: Revision | null): Revision | null {
    if (revision !== null) {
      const [before, after] = [this.#data.at(revision - 1).state, this.#data.at(revision).state];
      const keys = new Set([...before.keys(), ...after.keys()]);
      const touched = [...keys].filter((key) => before.get(key) !== after.get(key));
      this.#tell({ revision, snapshots: false, keys: touched });
    }
    return revision;
  }

  #tell(change: StoreChange): void {
    for (const listener of [...this.#listeners]) this.#notices.problems.call(listener, change);
  }
}

/** The last text of each key that a source gives; null where it is to go. */
async function gather(source: Source, { keep }: ReplaceCommand): Promise<Map<Key, JsonText | null>> {
  const given = new Map<Key, JsonText | null>();
  const isKnown = isExact(source);
  for await (const some of source) {
    for (const change of Array.isArray(some) ? (some as readonly EntryChange[]) : [some as EntryChange]) {
      const { key, text } = isKnown ? change : checkChange(change);
      toKey(key);
      if (text === null && keep !== true)
        throw new InvalidValueError(`The source of a replacement gave no value for ${JSON.stringify(key)}.`, {
          key,
        });
      given.set(key, text);
    }
  }
  return given;
}
