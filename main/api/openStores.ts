import { basename } from "node:path";
import { preferences } from "../../shared/contract/index.ts";
import type { StoreId } from "../../shared/model/index.ts";
import type { WatchBindings } from "../engine/index.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";
import { DifferenceLists } from "../service/lists/differenceLists.ts";
import type { FileStates } from "../service/lists/fileStates.ts";
import { KeyLists } from "../service/lists/keyLists.ts";
import { KeyTree } from "../service/lists/keyTree.ts";
import { ReadAhead } from "../service/lists/readAhead.ts";
import { SafetySnapshots } from "../service/safetySnapshots.ts";
import { SnapshotLists } from "../service/snapshotLists.ts";
import { CallsUnderWay } from "./callsUnderWay.ts";
import { configurationOf, type EngineSettings, engineSettingsOf } from "./engineSettings.ts";
import { failed } from "./failures.ts";
import { StoreProblems } from "./storeProblems.ts";
import { StoreWatch } from "./storeWatch.ts";

/** A store that clients may name by its handle. */
export interface OpenStore {
  readonly id: StoreId;
  readonly name: string;
  /** Shown to people; null when clients may not know it. */
  readonly location: string | null;
  readonly store: EnhancedPersistence;
  /** What is looked at just now: counts that nobody is kept from anything by give way to these calls. */
  readonly looks: CallsUnderWay;
  readonly keys: KeyLists;
  readonly readAhead: ReadAhead;
  readonly tree: KeyTree;
  readonly differences: DifferenceLists;
  readonly problems: StoreProblems;
  readonly snapshotLists: SnapshotLists;
  readonly watch: StoreWatch;
  readonly safety: SafetySnapshots;
  /** Aborted when the store was opened anew under the same handle. */
  readonly replaced: AbortController;
}

/** Until a feed of this store ends: when its caller goes, or when another opening takes the place of this one. */
export const untilReplaced = ({ replaced }: OpenStore, signal: AbortSignal | undefined): AbortSignal =>
  signal === undefined ? replaced.signal : AbortSignal.any([signal, replaced.signal]);

/** The stores that are open in this worker, by handle. */
export class OpenStores {
  readonly #open = new Map<StoreId, OpenStore>();
  readonly #fileStates: FileStates;
  readonly #bindings: WatchBindings;
  /** Where the stores are or were that clients may know by name only. */
  readonly #hidden = new Set<string>();
  #settings = engineSettingsOf(preferences.parse({}));

  constructor(fileStates: FileStates, bindings: WatchBindings) {
    this.#fileStates = fileStates;
    this.#bindings = bindings;
  }

  /** What every store goes by; the preferences' defaults until something else is said. */
  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The places of stores that messages may not name; null where clients may know them. */
  get hiddenPlaces(): readonly string[] | null {
    return this.#hidden.size === 0 ? null : [...this.#hidden];
  }

  /** Messages may name no more than the last part of this path from here on. */
  hide(path: string): void {
    this.#hidden.add(path);
  }

  async configure(settings: EngineSettings): Promise<void> {
    this.#settings = settings;
    for (const { store } of this) await store.configure(configurationOf(settings));
  }

  /** Makes it the one of this handle, in the place of another that may have been. */
  add(id: StoreId, store: EnhancedPersistence, path: string, showLocation: boolean): OpenStore {
    const keys = new KeyLists(store);
    const problems = new StoreProblems(store, basename(path), showLocation ? [] : [path]);
    const safety = new SafetySnapshots(store, () => this.#settings.tripwirePercent);
    const opened: OpenStore = {
      id,
      name: basename(path),
      location: showLocation ? path : null,
      store,
      looks: new CallsUnderWay(),
      keys,
      readAhead: new ReadAhead(keys, (error) => problems.add(error)),
      tree: new KeyTree(store, keys),
      differences: new DifferenceLists(store, this.#fileStates),
      problems,
      snapshotLists: new SnapshotLists(),
      watch: new StoreWatch(store, safety, this.#bindings),
      safety,
      replaced: new AbortController(),
    };
    this.#open.set(id, opened);
    return opened;
  }

  /** The store of this handle; fails with NOT_FOUND when it isn't open (any more). */
  get(id: StoreId): OpenStore {
    const found = this.#open.get(id);
    if (!found) throw failed("NOT_FOUND", "This store is not open any more. Open it again.");
    return found;
  }

  /** Takes the store out, so that no further call finds it; undefined when it wasn't open. */
  remove(id: StoreId): OpenStore | undefined {
    const found = this.#open.get(id);
    this.#open.delete(id);
    return found;
  }

  [Symbol.iterator](): IterableIterator<OpenStore> {
    return this.#open.values();
  }
}
