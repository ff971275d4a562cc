import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnhancedPersistence, EnhancedPersistenceOptions } from "../../main/engine/index.ts";
import { type State, TemporalModel } from "../../main/engine/model/temporalModel.fixture.ts";
import { KEYS, SAMPLES, SAYABLE } from "../../main/engine/model/values.fixture.ts";
import type { JsonText, Key, SnapshotVersion } from "../../shared/model/index.ts";
import { Random } from "../random.ts";

/**
 * One step of the load. What it does follows from the seed and its number, so that a later check of the store can tell
 * what it should hold after each.
 */
export interface Operation {
  readonly name: string;
  /** True when the next one is started without waiting for this one. */
  readonly together: boolean;
  readonly apply: (model: TemporalModel) => void;
  readonly perform: (store: EnhancedPersistence) => Promise<unknown>;
}

/** How a store under load is opened. */
export const LOAD_OPTIONS: EnhancedPersistenceOptions = { maxSnapshots: 12 };

/** The version of a snapshot that the store names itself. */
const UNNAMED = "";

export function newModel(): TemporalModel {
  return new TemporalModel(LOAD_OPTIONS.maxSnapshots ?? 0);
}

/** The entries of one of the files that the load imports. */
export function importedState(index: number): Map<string, string> {
  const random = new Random(index + 77);
  return new Map(
    KEYS.slice(0, 8).map((key) => [key, (SAYABLE[random.below(SAYABLE.length)] as { text: string }).text]),
  );
}

const IMPORTED_FILES = 3;

/** The text of a file in the manual's export format with this state. */
export function importedText(index: number): string {
  const members = [...importedState(index)].map(([key, text]) => `${JSON.stringify(key)}:${text}`);
  return `{"data":{${members.join(",")}},"metadata":{"exported_at":"2026-01-01T00:00:00.000Z","snapshots":[]}}`;
}

/** Writes the files that the load imports into a directory. */
export function writeImports(directory: string): void {
  for (let i = 0; i < IMPORTED_FILES; i += 1)
    writeFileSync(join(directory, `import-${i}.json`), importedText(i));
}

/**
 * The steps from `from` on, with a model that has taken those before.
 *
 * @param files Where the files to import are, as `import-<index>.json`.
 */
export function* operations(
  seed: number,
  model: TemporalModel,
  files: string,
): Generator<Operation, never, void> {
  const random = new Random(seed);
  for (let number = 0; ; number += 1) {
    for (const operation of step(random, number, model, files)) yield operation;
  }
}

/** How many steps `eachKind` has. */
export const EACH_KIND = 24;

/** A short load that has each kind of operation, on a store that has something of each kind to act on; then clears without end. */
export function* eachKind(model: TemporalModel, files: string): Generator<Operation, never, void> {
  const random = new Random(1);
  for (let i = 0; i < 4; i += 1) yield set(random, i > 1 && i < 3);
  yield save(random);
  yield snapshot(random, 5, model);
  yield set(random, false);
  yield remove(random);
  yield save(random);
  yield snapshot(random, 9, model);
  yield undo(model);
  yield redo(model);
  yield restore(random, model);
  yield* importFile(random, files);
  yield snapshot(random, 15, model);
  for (let i = 0; i < 3; i += 1) yield set(random, i < 2);
  yield PACK;
  yield prune(random);
  yield deleteOldest(model);
  yield clear();
  yield undo(model);
  for (;;) yield clear();
}

const PACK: Operation = {
  name: "pack",
  together: false,
  apply: () => {},
  perform: (store) => store.pack(),
};

function* step(
  random: Random,
  number: number,
  model: TemporalModel,
  files: string,
): Generator<Operation, void, void> {
  const roll = random.below(100);
  if (roll < 34) yield set(random, false);
  else if (roll < 42) {
    const count = 2 + random.below(20);
    for (let i = 0; i < count; i += 1) yield set(random, i + 1 < count);
  } else if (roll < 50) yield remove(random);
  else if (roll < 58) yield save(random);
  else if (roll < 60) yield clear();
  else if (roll < 70) yield snapshot(random, number, model);
  else if (roll < 74) yield restore(random, model);
  else if (roll < 81) yield undo(model);
  else if (roll < 85) yield redo(model);
  else if (roll < 89) yield* importFile(random, files);
  else if (roll < 92) yield prune(random);
  else if (roll < 97) yield PACK;
  else yield deleteOldest(model);
}

function set(random: Random, together: boolean): Operation {
  const key = random.pick(KEYS);
  const { text } = random.pick(SAYABLE);
  const value: unknown = JSON.parse(text);
  return {
    name: "set",
    together,
    apply: (model) => void model.edit("set", [[key, text]]),
    perform: (store) => store.set(key, value),
  };
}

function remove(random: Random): Operation {
  const key = random.pick(KEYS);
  return {
    name: "delete",
    together: false,
    apply: (model) => void model.edit("delete", [[key, null]]),
    perform: (store) => store.delete(key),
  };
}

function save(random: Random): Operation {
  const state = new Map<string, string>();
  for (let i = 0; i < 1 + random.below(12); i += 1) state.set(random.pick(KEYS), random.pick(SAMPLES).text);
  const changes = [...state].map(([key, text]) => ({ key: key as Key, text: text as JsonText }));
  return {
    name: "replace",
    together: false,
    apply: (model) => void model.replace("save", state),
    perform: (store) => store.replace(changes, { operation: "save" }),
  };
}

function clear(): Operation {
  return {
    name: "clear",
    together: false,
    apply: (model) => void model.replace("clear", new Map()),
    perform: (store) => store.clear(),
  };
}

function snapshot(random: Random, number: number, model: TemporalModel): Operation {
  const version =
    `v${number}-${(random.below(2 ** 32) >>> 0).toString(16).padStart(8, "0")}` as SnapshotVersion;
  const pinned = random.below(6) === 0;
  const delta = random.below(2) === 0 && model.snapshots.length > 0;
  return {
    name: delta ? "delta snapshot" : "snapshot",
    together: false,
    apply: (target) => addSnapshot(target, version, [`tag ${number % 5}`], pinned),
    perform: (store) =>
      store.snapshot({
        version,
        tags: [`tag ${number % 5}`],
        pinned,
        ...(delta && { base: "latest" as const }),
      }),
  };
}

function addSnapshot(model: TemporalModel, version: string, tags: readonly string[], pinned: boolean): void {
  const { revision } = model;
  model.addSnapshot({ version, tags, description: null, pinned, revision, kind: "full", deltaSize: null });
}

function restore(random: Random, model: TemporalModel): Operation {
  const named = model.snapshots.filter(({ version }) => version !== UNNAMED);
  const chosen = named[random.below(Math.max(1, named.length))];
  if (chosen === undefined) return clear();
  return {
    name: "restore",
    together: false,
    apply: (target) => void target.restore(target.stateAt(chosen.revision), null),
    perform: (store) => store.restoreSnapshot(chosen.version),
  };
}

function undo(model: TemporalModel): Operation {
  const step = model.undoable.at(-1);
  if (step === undefined || step.revision - 1 < model.floor) return clear();
  return {
    name: "undo",
    together: false,
    apply: (target) => void target.undo(),
    perform: (store) => store.undo(),
  };
}

function redo(model: TemporalModel): Operation {
  const step = model.redoable.at(-1);
  if (step === undefined || step.revision - 1 < model.floor) return clear();
  return {
    name: "redo",
    together: false,
    apply: (target) => void target.redo(),
    perform: (store) => store.redo(),
  };
}

/** An import is two steps, of which only the second is acknowledged: the state, then its snapshot. */
function* importFile(random: Random, files: string): Generator<Operation, void, void> {
  const index = random.below(IMPORTED_FILES);
  const path = `${files}/import-${index}.json`;
  const state: State = importedState(index);
  let whole: Promise<unknown> | undefined;
  yield {
    name: "import",
    together: true,
    apply: (model) => void model.replace("import", state),
    perform: (store) => {
      whole = store.importData(path);
      return whole;
    },
  };
  yield {
    name: "import's snapshot",
    together: false,
    apply: (model) => addSnapshot(model, UNNAMED, ["import"], false),
    // A process that goes on from between the two has to do the second by itself.
    perform: async (store) => whole ?? store.snapshot({ tags: ["import"] }),
  };
}

function prune(random: Random): Operation {
  const keepRevisions = 5 + random.below(60);
  return {
    name: "prune",
    together: false,
    apply: (model) => {
      model.floor = Math.max(model.floor, model.revision - keepRevisions);
    },
    perform: (store) => store.prune({ keepRevisions, dryRun: false }),
  };
}

function deleteOldest(model: TemporalModel): Operation {
  const oldest = model.snapshots.find(({ version }) => version !== UNNAMED);
  if (oldest === undefined) return clear();
  return {
    name: "delete a snapshot",
    together: false,
    apply: (target) => {
      target.snapshots = target.snapshots.filter(({ version }) => version !== oldest.version);
    },
    perform: (store) => store.deleteSnapshots([oldest.version as SnapshotVersion]),
  };
}
