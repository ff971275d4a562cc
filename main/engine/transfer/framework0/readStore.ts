import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import {
  type ExactValue,
  isExactArray,
  isExactObject,
  JsonSyntaxError,
  parseExact,
} from "../../../../shared/json/index.ts";
import { append } from "../../../../shared/model/index.ts";
import type { Problem } from "../problem.ts";
import { PickleError, readPickle } from "./pickle.ts";
import { pythonChecksum } from "./pythonJson.ts";
import { type Registry, readRegistry, type SnapshotRecord } from "./registry.ts";

export type State = ReadonlyMap<string, ExactValue>;

/**
 * A store written by Framework0's Python `EnhancedPersistenceV2`, read as data. What can't be read is named in
 * `problems`; the rest is given.
 */
export class Framework0Store {
  readonly problems: Problem[] = [];
  readonly #folder: string;
  readonly #registry: Registry;
  /** The states that later deltas are against. */
  readonly #bases = new Map<string, State>();

  private constructor(folder: string, registry: Registry) {
    this.#folder = folder;
    this.#registry = registry;
    append(this.problems, registry.problems);
  }

  /**
   * Opens a folder that holds `snapshots/registry.json` or `data/current_data.json`.
   *
   * @returns null when the folder holds neither: it is not such a store.
   */
  static async open(folder: string): Promise<Framework0Store | null> {
    const registry = await readRegistry(folder);
    return registry === null ? null : new Framework0Store(folder, registry);
  }

  /** Every snapshot that can be read, in order of creation, with its state. */
  async *snapshots(): AsyncGenerator<{ readonly record: SnapshotRecord; readonly state: State }> {
    const bases = new Set(this.#registry.records.map(({ base }) => base));
    for (const record of this.#registry.records) {
      try {
        const state = await this.#stateOf(record);
        if (record.checksum !== null && pythonChecksum(state) !== record.checksum) {
          throw new DamagedPart("its data does not match its checksum");
        }
        if (bases.has(record.version)) this.#bases.set(record.version, state);
        yield { record, state };
      } catch (error) {
        this.#note(`snapshot ${record.version}`, error);
      }
    }
  }

  /** The present state; null when it can't be read. */
  async current(): Promise<State | null> {
    try {
      return objectOf(parseExact(await readText(join(this.#folder, "data", "current_data.json"))));
    } catch (error) {
      this.#note("data/current_data.json", error);
      return null;
    }
  }

  async #stateOf(record: SnapshotRecord): Promise<State> {
    const path = join(this.#folder, "snapshots", "data", record.version);
    if (record.base === null) return objectOf(parseExact(await readText(`${path}.data`)));
    const delta = objectOf(readPickle(await readBytes(`${path}.delta`)));
    const changes = objectOf(delta.get("changes") ?? null);
    if (delta.get("is_full_snapshot") === true) return changes;
    const base = this.#bases.get(record.base);
    if (base === undefined) {
      throw new DamagedPart(`the snapshot ${record.base}, which it is a change of, is missing or damaged`);
    }
    const state = new Map(base);
    for (const [key, value] of changes) state.set(key, value);
    for (const key of namesOf(delta.get("removed_keys") ?? [])) state.delete(key);
    return state;
  }

  #note(part: string, error: unknown): void {
    if (!isDamage(error)) throw error;
    this.problems.push({ part, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** A part whose content is not what it should be. */
class DamagedPart extends Error {}

function isDamage(error: unknown): boolean {
  return (
    error instanceof DamagedPart ||
    error instanceof PickleError ||
    error instanceof JsonSyntaxError ||
    (error instanceof Error && "syscall" in error)
  );
}

function objectOf(value: ExactValue): State {
  if (isExactObject(value)) return value;
  throw new DamagedPart("expected an object with the keys and their values, found something else");
}

function namesOf(value: ExactValue): string[] {
  if (isExactArray(value) && value.every((name) => typeof name === "string")) return value as string[];
  throw new DamagedPart("expected a list of removed keys, found something else");
}

/** No pipe or device is waited for, and no link is followed: what it leads to is no part of the folder (rule F9). */
async function readBytes(path: string): Promise<Buffer> {
  try {
    if (!(await lstat(path)).isFile())
      throw new DamagedPart("it is a link, a pipe or something else that is no file");
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new DamagedPart("its file is missing", { cause });
    }
    throw cause;
  }
}

/** @throws when the bytes are not UTF-8. */
async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DamagedPart("its bytes are not UTF-8", { cause });
  }
}
