/*
 * A process whose disk misbehaves. Usage: sturdy.ts <store> <files> <seed> <operations> [<command when an operation failed>]
 * Instead of a seed, `each` is for one operation of each kind.
 * It goes on after an operation that failed, and looks after each whether the store is what the operations that did not
 * fail make it: `ack <number>`, `fail <number> <name> <code> <message>`, `wrong <what>`, `unreadable <message>`; at the
 * end `end <revision> <hash of the state>` and `done`.
 */
import { execSync } from "node:child_process";
import { writeSync } from "node:fs";
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";
import { isAt } from "./check.ts";
import { hashOf } from "./look.ts";
import { eachKind, LOAD_OPTIONS, newModel, type Operation, operations } from "./operations.ts";

const [basePath = "", files = "", seed = "", most = "", whenFailed = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
say("ready");
const model = newModel();
const steps = seed === "each" ? eachKind(model, files) : operations(Number(seed), model, files);
let failures = 0;
for (let number = 0; number < Number(most); number += 1) {
  const operation = steps.next().value;
  const error = await attempt(operation);
  if (error === undefined) {
    operation.apply(model);
    say(`ack ${number}`);
  } else {
    failures += 1;
    say(`fail ${number} ${operation.name} ${error}`);
    // Nothing may be left of it. An import is two steps, of which the first may have been done.
    if (operation.name === "import" && (await look()) === false) operation.apply(model);
    if (failures === 1 && whenFailed !== "") execSync(whenFailed);
  }
  // The first step of an import does both, so only after the second is there something to compare.
  if (operation.name !== "import" && (await look()) === false) {
    say(`wrong after ${number} ${operation.name}`);
    break;
  }
}
say(`end ${model.revision} ${hashOf(model.present)}`);
await store.close();
say("done");

/** Whether the store is what it should be; undefined when it cannot tell, because older moments need room to be read. */
async function look(): Promise<boolean | undefined> {
  try {
    return await isAt(store, model);
  } catch (error) {
    say(`unreadable ${describe(error)}`);
    return (await store.status()).revision === model.revision ? undefined : false;
  }
}

async function attempt(operation: Operation): Promise<string | undefined> {
  try {
    await operation.perform(store);
    return undefined;
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): string {
  const code = error instanceof PersistenceError ? error.code : "UNTYPED";
  return `${code} ${error instanceof Error ? error.message : String(error)}`.replaceAll("\n", " ");
}
