import { equalJson } from "../../../shared/json/index.ts";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { NotFoundError } from "../errors.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { type FileState, NO_ENTRIES } from "./fileState.ts";

/**
 * The keys whose value in a store differs from the bound file. It is updated by the changes since the last comparison,
 * so a comparison costs what changed.
 */
export class UnsyncedKeys {
  readonly #store: EnhancedPersistence;
  /** The file's content. */
  #file: FileState = NO_ENTRIES;
  /** The store's values where they differ; null if the store lacks the key. */
  readonly #values = new Map<Key, JsonText | null>();
  /** The revision of the last comparison. */
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

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Store and file agree at this revision. */
  agree(file: FileState, revision: Revision): void {
    this.#file = file;
    this.#revision = revision;
    this.#values.clear();
  }

  /** The file changed in these keys, and the store has its values. */
  followFile(file: FileState, keys: Iterable<Key>): void {
    this.#file = file;
    for (const key of keys) this.#values.delete(key);
  }

  /** The file now contains what `merged` returned. */
  wrote(file: FileState): void {
    this.#file = file;
    this.#values.clear();
  }

  /** Compares the store's changes since the last comparison. */
  async update(): Promise<void> {
    const { revision } = await this.#store.status();
    if (revision === this.#revision) return;
    // Exactly that moment: writes during the comparison belong to the next one.
    const moment: Moment = { kind: "revision", revision };
    const keys = await this.#changedSince(this.#revision, moment);
    if (keys === null) await this.#compareAll(moment);
    else for (const key of keys) this.#compare(key, (await this.#store.read(key, moment))?.text ?? null);
    this.#revision = revision;
  }

  /** The content that the file must have to agree: in its own order, and with its own notation of equal values. */
  merged(): FileState {
    const merged = new Map(this.#file);
    for (const [key, text] of this.#values) {
      if (text === null) merged.delete(key);
      else merged.set(key, text);
    }
    return merged;
  }

  #compare(key: Key, ours: JsonText | null): void {
    const theirs = this.#file.get(key) ?? null;
    const same = ours === null || theirs === null ? ours === theirs : equalJson(ours, theirs);
    if (same) this.#values.delete(key);
    else this.#values.set(key, ours);
  }

  /** Null if that revision is no longer retained. */
  async #changedSince(revision: Revision, moment: Moment): Promise<Key[] | null> {
    const keys: Key[] = [];
    try {
      const onFound = ({ key }: { readonly key: Key }) => void keys.push(key);
      await this.#store.difference({ kind: "revision", revision }, moment, { onFound });
      return keys;
    } catch (error) {
      if (error instanceof NotFoundError) return null;
      throw error;
    }
  }

  async #compareAll(moment: Moment): Promise<void> {
    const ours = await storedAt(this.#store, moment);
    this.#values.clear();
    for (const [key, text] of ours) this.#compare(key, text);
    for (const key of this.#file.keys()) if (!ours.has(key)) this.#values.set(key, null);
  }
}

/** All entries of a store at a moment. */
export async function storedAt(store: EnhancedPersistence, moment: Moment): Promise<FileState> {
  const state = new Map<Key, JsonText>();
  for await (const { key, text } of store.scan(moment)) state.set(key, text);
  return state;
}
