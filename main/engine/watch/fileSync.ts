import { rm } from "node:fs/promises";
import { basename } from "node:path";
import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import type { EnhancedPersistence, EntryChange } from "../persistence.ts";
import { isDue, type ReplacedFile, type WatchBinding, type WatchEvent, type WatchState } from "./binding.ts";
import type { StoreBinding } from "./bindings.ts";
import { changesBetween, entriesOf } from "./changes.ts";
import type { Exchange } from "./exchange.ts";
import { contentOf, type EmptyContent, emptyLike, type FileState } from "./fileState.ts";
import { DEFAULT_LAYOUT, type Layout, layOut, layoutOf } from "./layout.ts";
import {
  agreedState,
  alreadyTaken,
  completedWrite,
  detailOf,
  type HowTaken,
  stateWritten,
} from "./resumption.ts";
import { accessOf, prepareWrite, swap, writeInPlace, writePlaceOf } from "./safeWrite.ts";
import { UnsyncedKeys } from "./unsyncedKeys.ts";
import {
  contentIn,
  hashOf,
  linksOf,
  quarantine,
  readRegular,
  type StableContent,
  stateIn,
  type Understood,
  waitUntilStable,
} from "./watchedFile.ts";

/** Milliseconds for which a replaced file is kept, because a program that has it open may still write to it. */
const GRACE = 1000;

/** The environment of a sync. */
export interface SyncHost {
  readonly patience: number;
  readonly now: () => number;
  readonly isClosed: () => boolean;
  readonly exchange: Exchange;
  readonly tell: (state: WatchState) => void;
  readonly event: (event: WatchEvent) => void;
  /** Calls `inspectReplaced` after this many milliseconds. */
  readonly inspectLater: (milliseconds: number) => void;
}

/**
 * Makes a store and its bound file agree. Neither side's change is lost in a race. The intent is recorded first, and a
 * replaced file is checked once more after it was replaced. A change of the file that collided with one of the store
 * becomes a separate revision, after the store's.
 */
export class FileSync {
  readonly #store: EnhancedPersistence;
  readonly #place: StoreBinding;
  readonly #host: SyncHost;
  #binding: WatchBinding;
  /** SHA-256 of the file's content, as far as it is known; null for no file. */
  #hash: string | null = null;
  /** The hash of content that is not JSON and that was already waited for. */
  #unreadable: string | null = null;
  readonly #unsynced: UnsyncedKeys;
  #layout: Layout = DEFAULT_LAYOUT;
  #empty: EmptyContent = "{}";
  #lastSnapshot: number | null = null;
  /** False until the last agreed state is known, because nothing can be compared before. */
  #isReady = false;
  /** The content and time of replaced files, by path. */
  readonly #replaced = new Map<string, { readonly state: FileState; readonly at: number }>();

  constructor(store: EnhancedPersistence, place: StoreBinding, binding: WatchBinding, host: SyncHost) {
    this.#store = store;
    this.#place = place;
    this.#binding = binding;
    this.#host = host;
    this.#unsynced = new UnsyncedKeys(store);
  }

  get binding(): WatchBinding {
    return this.#binding;
  }

  /**
   * Continues from the recorded state, which another process may have changed, or which an interrupted step left. After
   * a failure nothing else is certain.
   */
  restart(binding: WatchBinding = this.#binding): void {
    this.#binding = binding;
    this.#isReady = false;
  }

  /** The store's revision up to which it was compared with the file. */
  get revision(): Revision {
    return this.#unsynced.revision;
  }

  async change(change: Partial<WatchBinding>): Promise<void> {
    this.#binding = { ...this.#binding, ...change };
    await this.#place.write(this.#binding);
  }

  /** Replaces the store's state by the file's content, as one revision. */
  async replace(content: Understood, hash: string | null): Promise<void> {
    const { revision: before } = await this.#store.status();
    const theirs = stateIn(content);
    const made = await this.#store.replace(entriesOf(theirs), { operation: "import", detail: this.#name });
    this.#agreeAt(theirs, made ?? before);
    this.#agreeOn(content, hash);
    await this.#imported(made, false);
    await this.writeOut();
  }

  /** After a time without watching: applies each side's changes since the agreed state to the other. */
  async catchUp(): Promise<void> {
    const completed = await completedWrite(this.#place, this.#binding);
    if (completed.agreed !== undefined) await this.change(completed);
    const watched = await this.#store.snapshotByTag("watch", true);
    this.#lastSnapshot = watched === undefined ? null : Date.parse(watched.createdAt);
    const { agreed, taking } = this.#binding;
    const bytes = await readRegular(this.#file, linksOf(this.#binding));
    const [content, hash] = [contentIn(bytes), hashOf(bytes)];
    const taken = await alreadyTaken(this.#store, this.#binding, "plainly");
    const isTaken = taken !== null && hash === taking?.hash;
    if ((hash === agreed.hash || isTaken) && content.kind !== "other") {
      const state = isTaken ? stateIn(content) : await stateWritten(this.#store, content, agreed.revision);
      this.#agreeAt(state, agreed.revision);
      this.#agreeOn(content, hash);
      await this.inspectReplaced(false);
      return this.writeOut();
    }
    // The agreed text is lost, but the store has its values.
    this.#hash = agreed.hash;
    this.#agreeAt(await agreedState(this.#store, agreed.revision, taken), agreed.revision);
    await this.inspectReplaced(false);
    await this.#takeInStable(bytes, true);
  }

  /** Imports the file's changes, and writes the store's changes. */
  async look(): Promise<void> {
    if (!this.#isReady) return this.catchUp();
    await this.#takeInStable(await readRegular(this.#file, linksOf(this.#binding)), false);
  }

  /** Writes the store's changes to the file, if there are any. */
  async writeOut(): Promise<void> {
    if (!this.#isReady) return this.catchUp();
    for (;;) {
      await this.#unsynced.update();
      if (this.#unsynced.isEmpty) break;
      // Unwritten changes are found by the next watch, so they must not be recorded as agreed.
      if (this.#host.isClosed()) return;
      const there = await readRegular(this.#file, linksOf(this.#binding));
      const before = hashOf(there);
      if (before !== this.#hash && before !== this.#unreadable) {
        // The file changed first: its change is imported, then both are written.
        const found = await this.#stable(this.#file, there, (hash) => hash === this.#hash);
        if (found === null) continue;
        if (found.content.kind !== "other") {
          await this.#takeIn(found.content, found.hash, false);
          continue;
        }
        this.#unreadable = found.hash;
        continue;
      }
      if (there !== null && before !== this.#hash)
        await quarantine(this.#place.store, this.#name, there, this.#host.now());
      await this.#write(there, before);
    }
    await this.#remember();
    this.#host.tell({ kind: this.#hash === null ? "noFile" : "inStep" });
  }

  /** Checks whether anything was written to replaced files, and removes those that are old enough. */
  async inspectReplaced(isLast: boolean): Promise<void> {
    let found = false;
    for (const file of this.#binding.replaced) {
      const bytes = await readRegular(file.path, "skip");
      const stable =
        bytes && (await this.#stable(file.path, bytes, (hash) => hash === file.agreed.hash, "skip"));
      if (stable) {
        await this.#takeInReplaced(file, stable);
        found = true;
      }
      const at = this.#replaced.get(file.path)?.at ?? Number.NEGATIVE_INFINITY;
      if (isLast || performance.now() - at >= GRACE) await this.#forget(file.path);
    }
    if (found) await this.writeOut();
  }

  get #file(): string {
    return this.#binding.file;
  }

  get #name(): string {
    return basename(this.#binding.file);
  }

  #stable(
    path: string,
    bytes: Buffer | null,
    isKnown: (hash: string | null) => boolean,
    links = linksOf(this.#binding),
  ): Promise<StableContent | null> {
    const { patience, isClosed } = this.#host;
    return waitUntilStable(path, bytes, { isKnown, patience, isOver: isClosed, links });
  }

  async #takeInStable(bytes: Buffer | null, fromStore: boolean): Promise<void> {
    const found = await this.#stable(this.#file, bytes, (hash) => hash === this.#hash);
    if (found !== null && found.content.kind === "other") {
      this.#unreadable = found.hash;
      this.#host.tell({ kind: "unreadable", message: found.content.problem.message });
      return;
    }
    if (found !== null) await this.#takeIn(found.content as Understood, found.hash, fromStore);
    // A write that failed before is tried again at every occasion.
    await this.writeOut();
  }

  /**
   * Makes a revision of the file's content. Keys that only the store changed since the agreed state stay as they are.
   * For a key that both changed, the present is the file's value, and the version before it is the store's.
   */
  async #takeIn(content: Understood, hash: string | null, fromStore: boolean): Promise<void> {
    const theirs = stateIn(content);
    const changes = changesBetween(this.#unsynced.file, theirs, { exact: !fromStore });
    const made = await this.#commit(changes, hash, "plainly");
    this.#unsynced.followFile(
      theirs,
      changes.map(({ key }) => key),
    );
    this.#agreeOn(content, hash);
    await this.#imported(made, false);
  }

  /** The same for another program's write at the moment in which the file was replaced. */
  async #takeInReplaced(
    { path, agreed }: ReplacedFile,
    { content, hash, bytes }: StableContent,
  ): Promise<void> {
    const known = this.#replaced.get(path);
    if (content.kind === "other") {
      if (bytes !== null) await quarantine(this.#place.store, this.#name, bytes, this.#host.now());
    } else if (hash !== this.#binding.taking?.hash || !(await this.#isTakenInRace())) {
      const before = known?.state ?? (await agreedState(this.#store, agreed.revision, null));
      const changes = changesBetween(before, stateIn(content), { exact: known !== undefined });
      const made = await this.#commit(changes, hash, "inRace");
      await this.#imported(made, true);
    }
    if (known && content.kind !== "other") this.#replaced.set(path, { ...known, state: stateIn(content) });
    const replaced = this.#binding.replaced.map((file) =>
      file.path === path ? { path, agreed: { ...agreed, hash } } : file,
    );
    await this.change({ replaced, taking: null });
  }

  async #isTakenInRace(): Promise<boolean> {
    return (await alreadyTaken(this.#store, this.#binding, "inRace")) !== null;
  }

  async #commit(
    changes: readonly EntryChange[],
    hash: string | null,
    how: HowTaken,
  ): Promise<Revision | null> {
    const { revision } = await this.#store.status();
    // Recorded first: after a crash it must not be imported a second time, over later changes of the store.
    await this.change({ taking: { hash, revision } });
    return this.#store.write(changes, { operation: "import", detail: detailOf(this.#file, how) });
  }

  async #imported(revision: Revision | null, collided: boolean): Promise<void> {
    if (revision === null) return;
    this.#host.event({ kind: "imported", revision, snapshot: await this.#snapshot(), collided });
  }

  async #snapshot(): Promise<SnapshotVersion | null> {
    const now = this.#host.now();
    if (!isDue(this.#binding.rule, this.#lastSnapshot, now)) return null;
    const description = `${this.#name} changed on disk`;
    const { version } = await this.#store.snapshot({ tags: ["watch"], description });
    this.#lastSnapshot = now;
    return version;
  }

  /** Writes the file, unless another program was faster. */
  async #write(there: Buffer | null, before: string | null): Promise<void> {
    const merged = this.#unsynced.merged();
    const text = layOut(contentOf(merged, this.#empty), this.#layout);
    const bytes = Buffer.from(text);
    const agreed = { hash: hashOf(bytes) ?? "", revision: this.#unsynced.revision };
    if (agreed.hash !== before && !(await this.#put(bytes, agreed, there, before))) return;
    this.#unsynced.wrote(merged);
    this.#agreeOn({ kind: "json", text, state: merged }, agreed.hash);
    this.#host.event({ kind: "wrote", revision: agreed.revision });
    await this.inspectReplaced(false);
  }

  /** False if another program was faster; then nothing is written. */
  async #put(
    bytes: Buffer,
    agreed: WatchBinding["agreed"] & { readonly hash: string },
    there: Buffer | null,
    before: string | null,
  ): Promise<boolean> {
    const place = await writePlaceOf(this.#file, this.#binding.isLink);
    const { target, temporary } = place;
    // Recorded before any temporary file is created, so that none is left behind, whenever this process ends.
    await this.change({ writing: { ...agreed, temporary } });
    const isReady = await prepareWrite(place, bytes, this.#binding.access);
    let swapped: Awaited<ReturnType<typeof swap>> = "inPlace";
    if (hashOf(await readRegular(target, "refuse")) !== before) swapped = "raced";
    else if (isReady) swapped = await swap(target, temporary, there !== null, this.#host.exchange);
    if (swapped !== "replaced") await rm(temporary, { force: true });
    if (swapped === "raced") return false;
    if (swapped === "inPlace") {
      await this.change({ writing: { ...agreed, temporary: null } });
      if (!(await writeInPlace(target, bytes, before, this.#place.journal))) return false;
    }
    const old = { hash: before, revision: this.#binding.agreed.revision };
    const kept = swapped === "replaced" ? [{ path: temporary, agreed: old }] : [];
    for (const { path } of kept)
      this.#replaced.set(path, { state: this.#unsynced.file, at: performance.now() });
    await this.change({
      agreed,
      access: (await accessOf(target)) ?? this.#binding.access,
      taking: null,
      writing: null,
      replaced: [...this.#binding.replaced, ...kept],
    });
    if (kept.length > 0) this.#host.inspectLater(GRACE);
    return true;
  }

  async #forget(path: string): Promise<void> {
    await rm(path, { force: true });
    this.#replaced.delete(path);
    await this.change({ replaced: this.#binding.replaced.filter((file) => file.path !== path) });
  }

  #agreeAt(state: FileState, revision: Revision): void {
    this.#unsynced.agree(state, revision);
    this.#isReady = true;
  }

  #agreeOn(content: Understood, hash: string | null): void {
    this.#hash = hash;
    this.#unreadable = null;
    if (content.kind !== "json") return;
    this.#layout = layoutOf(content.text);
    this.#empty = emptyLike(content.text);
  }

  /** Records the agreed state, once both sides are equal. */
  async #remember(): Promise<void> {
    const { agreed, taking } = this.#binding;
    const { revision } = this.#unsynced;
    if (agreed.hash === this.#hash && agreed.revision === revision && taking === null) return;
    await this.change({
      agreed: { hash: this.#hash, revision },
      taking: null,
      access: (await accessOf(this.#file)) ?? this.#binding.access,
    });
  }
}
