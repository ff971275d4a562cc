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
  /** Shown to people; null if clients may not know it. */
  readonly location: string | null;
  readonly store: EnhancedPersistence;
  /** Foreground reads in progress. Background counts give way to them. */
  readonly looks: CallsUnderWay;
  readonly keys: KeyLists;
  readonly readAhead: ReadAhead;
  readonly tree: KeyTree;
  readonly differences: DifferenceLists;
  readonly problems: StoreProblems;
  readonly snapshotLists: SnapshotLists;
  readonly watch: StoreWatch;
  readonly safety: SafetySnapshots;
  /** Aborted when the store was reopened under the same handle. */
  readonly replaced: AbortController;
}

/** A signal for feeds of this store, aborted when their caller leaves or when the store was reopened. */
export const untilReplaced = ({ replaced }: OpenStore, signal: AbortSignal | undefined): AbortSignal =>
  signal === undefined ? replaced.signal : AbortSignal.any([signal, replaced.signal]);

/** The stores that are open in this worker, by handle. */
export class OpenStores {
  readonly #open = new Map<StoreId, OpenStore>();
  readonly #fileStates: FileStates;
  readonly #bindings: WatchBindings;
  /** The former and present paths of stores of which clients may know only the name. */
  readonly #hidden = new Set<string>();
  #settings = engineSettingsOf(preferences.parse({}));

  constructor(fileStates: FileStates, bindings: WatchBindings) {
    this.#fileStates = fileStates;
    this.#bindings = bindings;
  }

  /** The settings of every store; the preferences' defaults until others are set. */
  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The paths of stores that messages must not contain; null if clients may know them. */
  get hiddenPlaces(): readonly string[] | null {
    return this.#hidden.size === 0 ? null : [...this.#hidden];
  }

  /** From now on, messages contain only the last part of this path. */
  hide(path: string): void {
    this.#hidden.add(path);
  }

  async configure(settings: EngineSettings): Promise<void> {
    this.#settings = settings;
    for (const { store } of this) await store.configure(configurationOf(settings));
  }

  /** Serves the store under this handle from now on, instead of an earlier one. */
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

  /** The store of this handle; fails with NOT_FOUND if it is not open. */
  get(id: StoreId): OpenStore {
    const found = this.#open.get(id);
    if (!found) throw failed("NOT_FOUND", "This store is no longer open. Open it again.");
    return found;
  }

  /** Removes the store, so that no further call finds it; undefined if it was not open. */
  remove(id: StoreId): OpenStore | undefined {
    const found = this.#open.get(id);
    this.#open.delete(id);
    return found;
  }

  [Symbol.iterator](): IterableIterator<OpenStore> {
    return this.#open.values();
  }
}
