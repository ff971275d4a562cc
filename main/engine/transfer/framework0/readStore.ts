import {
  type ExactValue,
  isExactArray,
  isExactObject,
  JsonSyntaxError,
  parseExact,
} from "../../../../shared/json/index.ts";
import { append, reasonOf } from "../../../../shared/model/index.ts";
import type { Problem } from "../problem.ts";
import { DamagedPart, Parts } from "./parts.ts";
import { PickleError, readPickle } from "./pickle.ts";
import { pythonChecksum } from "./pythonJson.ts";
import { type Registry, readRegistry, type SnapshotRecord } from "./registry.ts";

export type State = ReadonlyMap<string, ExactValue>;

/**
 * A store written by Framework0's Python `EnhancedPersistenceV2`, read as data. Unreadable parts are listed in
 * `problems`.
 */
export class Framework0Store {
  readonly problems: Problem[] = [];
  readonly #parts: Parts;
  readonly #registry: Registry;
  /** The states that later deltas are based on. */
  readonly #bases = new Map<string, State>();

  private constructor(parts: Parts, registry: Registry) {
    this.#parts = parts;
    this.#registry = registry;
    append(this.problems, registry.problems);
  }

  /**
   * Opens a folder that contains `snapshots/registry.json` or `data/current_data.json`.
   *
   * @returns null if it contains neither: it is not such a store.
   */
  static async open(folder: string): Promise<Framework0Store | null> {
    const parts = new Parts(folder);
    const registry = await readRegistry(parts);
    return registry === null ? null : new Framework0Store(parts, registry);
  }

  /** Every readable snapshot, in order of creation, with its state. */
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

  /** The present state; null if it cannot be read. */
  async current(): Promise<State | null> {
    try {
      return objectOf(parseExact(await this.#parts.text(["data", "current_data.json"])));
    } catch (error) {
      this.#note("data/current_data.json", error);
      return null;
    }
  }

  async #stateOf(record: SnapshotRecord): Promise<State> {
    const path = ["snapshots", "data"] as const;
    if (record.base === null)
      return objectOf(parseExact(await this.#parts.text([...path, `${record.version}.data`])));
    const delta = objectOf(readPickle(await this.#parts.bytes([...path, `${record.version}.delta`])));
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
    this.problems.push({ part, reason: reasonOf(error) });
  }
}

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
