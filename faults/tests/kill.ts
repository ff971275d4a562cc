import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { Child } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { operationsAhead, wrongInThePast } from "../load/check.ts";
import { LOAD_OPTIONS, newModel, operations, writeImports } from "../load/operations.ts";
import { Random } from "../random.ts";
import type { FaultTest, Outcome, Scale } from "../report.ts";

const WRITER = join(import.meta.dirname, "../load/writer.ts");

/** The number of kills after which a new store is used. */
const ROUNDS_PER_STORE = 10;

/** `kill -9` at a random moment of a mixed load, again and again on the same store (rule W4). */
export const kill: FaultTest = { name: "kill -9", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const random = new Random(seed);
  const rounds = quick ? 16 : 500;
  const failures: string[] = [];
  let acknowledged = 0;
  let underWay = 0;
  for (let round = 0; round < rounds; round += ROUNDS_PER_STORE) {
    const storeSeed = seed + round;
    const durability = (round / ROUNDS_PER_STORE) % 2 === 0 ? "full" : "normal";
    await inDirectory(async (directory) => {
      writeImports(directory);
      let done = 0;
      for (let i = 0; i < Math.min(ROUNDS_PER_STORE, rounds - round); i += 1) {
        const killed = await killOnce(
          directory,
          storeSeed,
          done,
          durability,
          random.below(quick ? 250 : 600),
        );
        if ("failure" in killed) {
          failures.push(`seed ${storeSeed}, kill ${i}: ${killed.failure}`);
          return;
        }
        acknowledged += killed.acknowledged - done;
        underWay += killed.reached - killed.acknowledged;
        done = killed.reached;
      }
    });
  }
  return {
    tried: `${rounds} kills during ${acknowledged} acknowledged operations of 12 kinds, durability full and normal`,
    survived: `every acknowledged operation; ${underWay} more were whole without acknowledgement, none was partial`,
    failures,
  };
}

async function killOnce(
  directory: string,
  seed: number,
  done: number,
  durability: string,
  delay: number,
): Promise<{ readonly failure: string } | { readonly acknowledged: number; readonly reached: number }> {
  const basePath = join(directory, "store");
  const child = new Child([WRITER, basePath, directory, String(seed), String(done), durability]);
  if (!(await child.saw("ready"))) {
    child.kill();
    return { failure: `the store does not open: ${child.errors}` };
  }
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill();
  const { lines } = await child.ended;
  const failed = lines.find((line) => line.startsWith("fail"));
  if (failed !== undefined) return { failure: failed };
  const last = lines.findLast((line) => line.startsWith("ack "));
  const acknowledged = last === undefined ? done : Number(last.slice(4)) + 1;

  const model = newModel();
  const steps = operations(seed, model, directory);
  for (let number = 0; number < acknowledged; number += 1) steps.next().value.apply(model);
  const store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
  try {
    const ahead = await operationsAhead(store, model, steps);
    if (ahead === null) {
      return {
        failure: `the state after ${acknowledged} acknowledged operations is none that they could give`,
      };
    }
    const wrong = await wrongInThePast(store, model);
    if (store.lostCommits !== null) wrong.push("revisions are said to be lost");
    if (wrong.length > 0) return { failure: `after ${acknowledged} operations: ${wrong.join("; ")}` };
    return { acknowledged, reached: acknowledged + ahead };
  } finally {
    await store.close();
  }
}
