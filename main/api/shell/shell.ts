import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type {
  Preferences,
  PreferencesChange,
  RecentStore,
  ShellEvent,
} from "../../../shared/contract/index.ts";
import type { Key, KeySeparator, StoreId } from "../../../shared/model/index.ts";
import { type EngineSettings, engineSettingsOf } from "../engineSettings.ts";
import { withoutPathsIn } from "../failures.ts";
import type { EngineHost, EngineStall, OpenedStore } from "../host.ts";
import { DraftFiles } from "./draftFiles.ts";
import { Drafts } from "./drafts.ts";
import type { Settings } from "./settings.ts";
import type { ShellClient } from "./shellClient.ts";
import { makeStoreDirectory } from "./storePlaces.ts";

export interface ShellOptions {
  readonly kind: "desktop" | "browser";
  readonly host: EngineHost;
  readonly settings: Settings;
  /** The folder for new stores. */
  readonly dataDirectory: string;
  readonly version: string;
  /** The versions of Strata's platform, for reports of defects. */
  readonly versions: Readonly<Record<string, string>>;
  /** Called with errors that no client caused. */
  readonly report: (error: unknown) => void;
  /** Called after preferences or recent stores changed. */
  readonly onSettings?: () => void;
}

/** Milliseconds. */
const SETTLED = 500;

/** An open store as a window receives it. */
export interface ShownStore extends OpenedStore {
  readonly selectedKey: Key | null;
  readonly keySeparator: KeySeparator | null;
}

/** The common part of both shells: recent stores, preferences, and windows. */
export class Shell {
  readonly options: ShellOptions;
  readonly host: EngineHost;
  readonly settings: Settings;
  readonly drafts: Drafts;
  /** The paths of all stores opened since the start. */
  readonly #places = new Map<StoreId, string>();
  readonly #clients = new Set<ShellClient>();
  readonly #early: ShellEvent[] = [];
  #engineSettings: EngineSettings | undefined;

  constructor(options: ShellOptions) {
    this.options = options;
    this.host = options.host;
    this.settings = options.settings;
    const files = new DraftFiles(options.dataDirectory, options.report);
    this.drafts = new Drafts(files, (store) => this.#places.get(store));
    // An engine that stops meanwhile is restarted and configured again.
    this.#configureEngine(this.settings.preferences).catch(options.report);
  }

  /** Only a person at the machine itself is shown paths. */
  get showLocation(): boolean {
    return this.options.kind === "desktop";
  }

  /** Paths that messages must not contain for clients that are not shown them. */
  get hiddenPlaces(): readonly string[] {
    return [this.options.dataDirectory, ...this.settings.paths];
  }

  /** Adds a window, and sends it the events that no window has received. */
  connect(client: ShellClient): void {
    this.#clients.add(client);
    for (const event of this.#early.splice(0)) client.events.tell(event);
    if (this.host.stall) client.events.tell(stalled(this.host.stall));
  }

  /** Removes a window. Its stores stay open, because the page may only be reloading. */
  disconnect(client: ShellClient): void {
    this.#clients.delete(client);
    this.#keepSelections(client);
    for (const window of client.windows) this.drafts.forget(window);
  }

  /** The app ends: writes delayed changes now. */
  end(): void {
    for (const client of this.#clients) this.#keepSelections(client);
  }

  tellAll(event: ShellEvent): void {
    for (const client of this.#clients) client.events.tell(this.#forClients(event));
  }

  /** Removes paths from an event for clients that are not shown them. */
  #forClients(event: ShellEvent): ShellEvent {
    if (this.showLocation || event.kind !== "engineRestarted") return event;
    return { ...event, message: withoutPathsIn(event.message, this.hiddenPlaces) };
  }

  /** Reports that the engine stopped answering, or answers again. */
  tellStall(stall: EngineStall | null): void {
    this.tellAll(stalled(stall));
  }

  /** Sends an event to the first window, or to the next one that connects. */
  tellOne(event: ShellEvent): void {
    const [client] = this.#clients;
    if (client) client.events.tell(event);
    else this.#early.push(event);
  }

  async open(client: ShellClient, path: string): Promise<ShownStore> {
    return this.#opened(client, await this.host.open(path, { showLocation: this.showLocation }));
  }

  async create(client: ShellClient, name: string): Promise<ShownStore> {
    return this.open(client, await makeStoreDirectory(this.options.dataDirectory, name));
  }

  async createSample(client: ShellClient): Promise<ShownStore> {
    const path = await makeStoreDirectory(this.options.dataDirectory, "Sample");
    return this.#opened(client, await this.host.createSample(path, { showLocation: this.showLocation }));
  }

  /** The store that a window shows first, or showed before a reload; null for none. */
  async initial(client: ShellClient): Promise<ShownStore | null> {
    const place = client.place === undefined ? this.settings.lastStore : client.place;
    if (place === null || !this.settings.isThere(place)) return null;
    if (this.host.isSuspect(place)) {
      client.events.tell({ kind: "leftClosed", name: basename(place) });
      return null;
    }
    return this.open(client, place);
  }

  /** Closes a store, unless another window has it open too. */
  async close(client: ShellClient, store: StoreId): Promise<void> {
    client.stores.delete(store);
    const path = this.host.pathOf(store);
    if (path !== undefined && client.place === path) client.place = null;
    if (path !== undefined && this.settings.lastStore === path) this.settings.lastStore = null;
    for (const other of this.#clients) if (other.stores.has(store)) return;
    await this.host.close(store);
  }

  /** Records the selected key. It is written after a delay, because arrow keys select many keys in a second. */
  select(client: ShellClient, store: StoreId, key: Key | null): void {
    const path = this.host.pathOf(store);
    if (path === undefined) return;
    if (client.selections.size === 0) setTimeout(() => this.#keepSelections(client), SETTLED).unref();
    client.selections.set(path, key);
  }

  splitKeys(store: StoreId, separator: KeySeparator): void {
    const path = this.host.pathOf(store);
    if (path !== undefined) this.settings.splitKeys(path, separator);
  }

  #keepSelections(client: ShellClient): void {
    for (const [path, key] of client.selections) this.settings.select(path, key);
    client.selections.clear();
  }

  /** The recent stores, latest first. */
  get recents(): RecentStore[] {
    return this.settings.recents(this.showLocation, (path) => this.host.isSuspect(path));
  }

  forget(id: string): void {
    this.settings.forget(id);
    this.options.onSettings?.();
  }

  /** Stores the preferences, notifies every window, and returns once the engine uses them. */
  async setPreferences(change: PreferencesChange): Promise<Preferences> {
    const preferences = this.settings.setPreferences(change);
    this.tellAll({ kind: "preferences", preferences });
    this.options.onSettings?.();
    await this.#configureEngine(preferences);
    return preferences;
  }

  /** Sends the engine its part, unless it is unchanged. */
  async #configureEngine(preferences: Preferences): Promise<void> {
    const settings = engineSettingsOf(preferences);
    if (isDeepStrictEqual(settings, this.#engineSettings)) return;
    this.#engineSettings = settings;
    await this.host.configure(settings);
  }

  #opened(client: ShellClient, opened: OpenedStore): ShownStore {
    client.stores.add(opened.store);
    const path = this.host.pathOf(opened.store);
    if (path === undefined) return { ...opened, selectedKey: null, keySeparator: null };
    this.#places.set(opened.store, path);
    client.place = path;
    this.settings.noteOpened(path);
    this.options.onSettings?.();
    const selectedKey = client.selections.get(path) ?? (this.settings.selectedKey(path) as Key | null);
    return { ...opened, selectedKey, keySeparator: this.settings.keySeparator(path) };
  }
}

function stalled(stall: EngineStall | null): ShellEvent {
  return { kind: "engineStalled", stall: stall && { work: stall.work } };
}
