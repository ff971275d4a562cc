import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import {
  type Preferences,
  type PreferencesChange,
  preferences,
  type RecentStore,
  type Remembered,
  type RememberedChange,
  remembered as rememberedViews,
} from "../../../shared/contract/index.ts";
import { type KeySeparator, keySeparators } from "../../../shared/model/index.ts";
import { PRIVATE_FILE } from "./privateFiles.ts";

const MOST_RECENTS = 20;

const recent = z.object({
  path: z.string(),
  openedAt: z.number(),
  selectedKey: z.string().nullable().optional(),
  keySeparator: z.enum(keySeparators).nullable().optional(),
});
export const windowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200),
  height: z.int().min(200),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlace>;

/** The members of the file. */
const schema = {
  preferences,
  recents: z.array(recent),
  /** The last view settings. */
  remembered: rememberedViews,
  /** The store to open at the next start; null after a person closed it. */
  lastStore: z.string().nullable(),
  windowPlace: windowPlace.nullable(),
};

/** The methods of `conf` and `electron-store` that are used. */
export interface SettingsFile {
  get(member: string): unknown;
  set(member: string, value: unknown): void;
}

/** The common configuration of `conf` and `electron-store`, so that both shells share one file. */
export const SETTINGS_FILE = {
  fileName: "settings",
  /** An invalid file is replaced, because preferences must not prevent the start. */
  clearInvalidConfig: true,
  accessPropertiesByDotNotation: false,
  configFileMode: PRIVATE_FILE,
} as const;

/** The preferences and recent stores. Any file content gives usable settings: an invalid member counts as absent. */
export class Settings {
  readonly #file: SettingsFile;

  constructor(file: SettingsFile) {
    this.#file = file;
  }

  get preferences(): Preferences {
    const known = schema.preferences.safeParse(this.#file.get("preferences") ?? {});
    return known.success ? known.data : schema.preferences.parse({});
  }

  /** Changes the given members, and returns all. */
  setPreferences(change: PreferencesChange): Preferences {
    const changed = schema.preferences.parse({ ...this.preferences, ...change });
    this.#file.set("preferences", changed);
    return changed;
  }

  get remembered(): Remembered {
    return this.#read("remembered") ?? rememberedViews.parse({});
  }

  /** Changes the given members. */
  remember(change: RememberedChange): void {
    this.#file.set("remembered", rememberedViews.parse({ ...this.remembered, ...change }));
  }

  get lastStore(): string | null {
    return this.#read("lastStore") ?? null;
  }

  set lastStore(path: string | null) {
    this.#file.set("lastStore", path);
  }

  get windowPlace(): WindowPlace | null {
    return this.#read("windowPlace") ?? null;
  }

  set windowPlace(place: WindowPlace | null) {
    this.#file.set("windowPlace", place);
  }

  /** The recent stores, latest first. */
  recents(showLocation: boolean, isSuspect: (path: string) => boolean = () => false): RecentStore[] {
    return this.#recents().map(({ path, openedAt }) => ({
      id: idOf(path),
      name: basename(path),
      location: showLocation ? path : null,
      openedAt,
      available: this.isThere(path),
      suspect: isSuspect(path),
    }));
  }

  /** The paths of the recent stores. */
  get paths(): readonly string[] {
    return this.#recents().map(({ path }) => path);
  }

  /** False if the store's directory was moved or deleted. */
  isThere(path: string): boolean {
    return existsSync(path);
  }

  /** The path of the recent store with this id; undefined if it was forgotten. */
  recentPath(id: string): string | undefined {
    return this.#recents().find(({ path }) => idOf(path) === id)?.path;
  }

  /** Records that this store was opened. */
  noteOpened(path: string, openedAt: number = Date.now()): void {
    const others = this.#recents().filter((other) => other.path !== path);
    const opened = { ...this.#recent(path), path, openedAt };
    this.#file.set("recents", [opened, ...others].slice(0, MOST_RECENTS));
    this.lastStore = path;
  }

  /** The last selected key of this store; null for none. */
  selectedKey(path: string): string | null {
    return this.#recent(path)?.selectedKey ?? null;
  }

  select(path: string, selectedKey: string | null): void {
    this.#change(path, { selectedKey });
  }

  /** The separator of this store's keys; null until a person has chosen one. */
  keySeparator(path: string): KeySeparator | null {
    return this.#recent(path)?.keySeparator ?? null;
  }

  splitKeys(path: string, keySeparator: KeySeparator): void {
    this.#change(path, { keySeparator });
  }

  forget(id: string): void {
    this.#file.set(
      "recents",
      this.#recents().filter(({ path }) => idOf(path) !== id),
    );
  }

  #recent(path: string) {
    return this.#recents().find((known) => known.path === path);
  }

  #change(path: string, change: Partial<z.infer<typeof recent>>): void {
    const changed = this.#recents().map((known) => (known.path === path ? { ...known, ...change } : known));
    this.#file.set("recents", changed);
  }

  #recents() {
    return this.#read("recents") ?? [];
  }

  #read<Member extends keyof typeof schema>(member: Member): z.infer<(typeof schema)[Member]> | undefined {
    const known = schema[member].safeParse(this.#file.get(member));
    return known.success ? (known.data as z.infer<(typeof schema)[Member]>) : undefined;
  }
}

function idOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 32);
}
