import { equalJson } from "../../../shared/json/index.ts";
import { type JsonText, type Key, type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import { NotFoundError } from "../errors.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { type FileState, NO_FILE } from "./fileState.ts";

/**
 * In what a store is ahead of a file that it is tied to: the keys of which it says something else. Kept by what changed
 * since the last look, so that a look costs what changed and not what is there.
 */
export class Lead {
  readonly #store: EnhancedPersistence;
  /** What the file says. */
  #file: FileState = NO_FILE;
  /** What the store says instead; null where it has no such key. */
  readonly #ahead = new Map<Key, JsonText | null>();
  /** The revision of the last look. */
  #revision = 0 as Revision;

  constructor(store: EnhancedPersistence) {
    this.#store = store;
  }

  get file(): FileState {
    return this.#file;
  }

  get revision(): Revision {
    return this.#revision;
  }

  get isNone(): boolean {
    return this.#ahead.size === 0;
  }

  /** What store and file say is the same at this revision. */
  level(file: FileState, revision: Revision): void {
    this.#file = file;
    this.#revision = revision;
    this.#ahead.clear();
  }

  /** The file says something else in these keys, and the store followed it. */
  followed(file: FileState, keys: Iterable<Key>): void {
    this.#file = file;
    for (const key of keys) this.#ahead.delete(key);
  }

  /** The file says now what `merged` gave. */
  written(file: FileState): void {
    this.#file = file;
    this.#ahead.clear();
  }

  /** Looks at what the store changed since the last look. */
  async look(): Promise<void> {
    // Asked first: what is written during the look is seen twice rather than never.
    const { revision } = await this.#store.status();
    if (revision === this.#revision) return;
    const keys = await this.#changedSince(this.#revision);
    if (keys === null) await this.#lookAtAll();
    else for (const key of keys) this.#compare(key, (await this.#store.read(key, NOW))?.text ?? null);
    this.#revision = revision;
  }

  /** What the file has to say to be in step: in its own words and order where it says the same already. */
  merged(): FileState {
    const merged = new Map(this.#file);
    for (const [key, text] of this.#ahead) {
      if (text === null) merged.delete(key);
      else merged.set(key, text);
    }
    return merged;
  }

  #compare(key: Key, ours: JsonText | null): void {
    const theirs = this.#file.get(key) ?? null;
    const same = ours === null || theirs === null ? ours === theirs : equalJson(ours, theirs);
    if (same) this.#ahead.delete(key);
    else this.#ahead.set(key, ours);
  }

  /** Null when that revision is no longer kept. */
  async #changedSince(revision: Revision): Promise<Key[] | null> {
    const keys: Key[] = [];
    try {
      const onFound = ({ key }: { readonly key: Key }) => void keys.push(key);
      await this.#store.difference({ kind: "revision", revision }, NOW, { onFound });
      return keys;
    } catch (error) {
      if (error instanceof NotFoundError) return null;
      throw error;
    }
  }

  async #lookAtAll(): Promise<void> {
    const ours = await storedAt(this.#store, NOW);
    this.#ahead.clear();
    for (const [key, text] of ours) this.#compare(key, text);
    for (const key of this.#file.keys()) if (!ours.has(key)) this.#ahead.set(key, null);
  }
}

/** All that a store said at a moment. */
export async function storedAt(store: EnhancedPersistence, moment: Moment): Promise<FileState> {
  const state = new Map<Key, JsonText>();
  for await (const { key, text } of store.scan(moment)) state.set(key, text);
  return state;
}
