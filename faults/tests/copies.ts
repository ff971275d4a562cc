import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  PersistenceError,
} from "../../main/engine/index.ts";
import { Child } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { missesOperations } from "../load/check.ts";
import { LOAD_OPTIONS, newModel, operations, writeImports } from "../load/operations.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

const WRITER = join(import.meta.dirname, "../load/writer.ts");

/** The files that a program copies, in this order or in another. */
const STORE_FILES = ["strata.mark", "strata.db", "strata.db-wal"];

const COPIES = 6;

/** Operations of a run whose files are mixed. */
const OPERATIONS = 130;

/** Files of a store that were taken at different moments: a state that there was, or found to be none (rule I7). */
export const copies: FaultTest = { name: "copies of files in use", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const copied = new Tally();
  const mixed = new Tally();
  const stores = quick ? 2 : 20;
  const runs = quick ? 1 : 12;
  for (let round = 0; round < stores; round += 1) {
    const wrong = await copiesOfOpen(seed + round, copied);
    failures.push(...wrong.map((what) => `seed ${seed + round}: ${what}`));
  }
  for (let round = 0; round < runs; round += 1) {
    const wrong = await mixesOf(seed + round, quick ? 20 : 8, mixed);
    failures.push(...wrong.map((what) => `seed ${seed + round}: ${what}`));
  }
  return {
    tried:
      `${stores} stores were copied file by file, ${COPIES} times each, while they were written to; ` +
      `of ${runs} stores the file of each of some moments was put beside the log of each other`,
    survived: `copies: ${copied}; mixes: ${mixed}`,
    failures,
  };
}

/** What went wrong with copies of a store's files that were made while it was written to. */
function copiesOfOpen(seed: number, tally: Tally): Promise<string[]> {
  return inDirectory(async (directory) => {
    writeImports(directory);
    const wrong: string[] = [];
    const basePath = join(directory, "store");
    const child = new Child([WRITER, basePath, directory, `${seed}`, "0", "full"]);
    const acknowledged = () =>
      Number((child.lines.findLast((line) => line.startsWith("ack ")) ?? "ack -1").slice(4)) + 1;
    try {
      if (!(await child.saw("ready"))) return [`the writer did not start: ${child.errors}`];
      const random = new Random(seed);
      const taken: { readonly path: string; readonly before: number; readonly after: number }[] = [];
      for (let i = 0; i < COPIES; i += 1) {
        await child.more(200);
        const before = acknowledged();
        const path = join(directory, `copy-${i}`);
        for (const name of random.below(2) === 0 ? STORE_FILES : STORE_FILES.toReversed()) {
          cpSync(join(basePath, name), join(path, name));
          await new Promise((resolve) => setTimeout(resolve, random.below(60)));
        }
        taken.push({ path, before, after: acknowledged() });
      }
      child.kill();
      await child.ended;
      for (const { path, before, after } of taken) {
        const found = await lookAt(path, before, after, seed, directory);
        if (found.ok) tally.add(found.outcome);
        else wrong.push(found.outcome);
      }
    } finally {
      child.kill();
    }
    return wrong;
  });
}

/** What went wrong with the file of one moment beside the log of another, for each two of some moments of a run. */
function mixesOf(seed: number, every: number, tally: Tally): Promise<string[]> {
  return inDirectory(async (directory) => {
    writeImports(directory);
    const taken = await moments(join(directory, "store"), seed, every, directory);
    const wrong: string[] = [];
    for (const { after: file, files } of taken) {
      for (const { after: log, files: others } of taken) {
        const path = join(directory, "mix");
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path);
        writeFileSync(join(path, "strata.db"), files.file);
        writeFileSync(join(path, "strata.db-wal"), others.log);
        const found = await lookAt(path, 0, OPERATIONS, seed, directory);
        if (found.ok) tally.add(found.outcome);
        else wrong.push(`the file after operation ${file} with the log after ${log}: ${found.outcome}`);
      }
    }
    return wrong;
  });
}

interface TakenFiles {
  /** How many operations there had been. */
  readonly after: number;
  readonly files: { readonly file: Buffer; readonly log: Buffer };
}

/** The files of a store at some moments of a run, in which the log is moved into the file now and then. */
async function moments(basePath: string, seed: number, every: number, files: string): Promise<TakenFiles[]> {
  const taken: TakenFiles[] = [];
  const random = new Random(seed);
  const model = newModel();
  const steps = operations(seed, model, files);
  const store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
  const other = new Database(join(basePath, "strata.db"));
  for (let number = 0; number < OPERATIONS; number += 1) {
    const operation = steps.next().value;
    operation.apply(model);
    await operation.perform(store);
    // The first step of an import does both.
    if (operation.name === "import") continue;
    if (random.below(every) === 0) {
      const [file, log] = ["strata.db", "strata.db-wal"].map((name) => readFileSync(join(basePath, name)));
      taken.push({ after: number + 1, files: { file: file as Buffer, log: log as Buffer } });
    }
    if (random.below(12) === 0)
      other.pragma(`wal_checkpoint(${random.below(2) === 0 ? "TRUNCATE" : "PASSIVE"})`);
  }
  other.close();
  await store.close();
  return taken;
}

/** Whether a copy is a state that there was, or one that is noticed to be none; else what is wrong. */
async function lookAt(
  basePath: string,
  before: number,
  latest: number,
  seed: number,
  files: string,
): Promise<{ readonly ok: boolean; readonly outcome: string }> {
  let store: EnhancedPersistence;
  try {
    store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
  } catch (error) {
    return refused(error, "refused");
  }
  try {
    const { error } = await store.verify();
    if (error !== null) return { ok: true, outcome: "found by verify" };
    const misses = (anySnapshots: boolean) =>
      missesOperations(store, before, seed, files, { latest, anySnapshots });
    const exactly = await misses(false);
    if (exactly === false) return { ok: true, outcome: "exact" };
    const found = exactly === true ? true : await misses(true);
    if (found === false) return { ok: true, outcome: "exact but for the list of snapshots" };
    const outcome = found === true ? `operations before ${before} are missing without a word` : found;
    return { ok: false, outcome };
  } catch (error) {
    return refused(error, "found when read");
  } finally {
    await store.close();
  }
}

function refused(error: unknown, outcome: string): { readonly ok: boolean; readonly outcome: string } {
  if (!(error instanceof PersistenceError)) throw error;
  return error.code === "DATA_INTEGRITY"
    ? { ok: true, outcome }
    : { ok: false, outcome: `${error.code} ${error.message}` };
}
