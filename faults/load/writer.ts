/*
 * A process that works on a store until it is killed. Usage: writer.ts <store> <files> <seed> <skip> <durability>
 * It says `ready`, and `ack <number>` for each operation whose promise was kept, in the order in which they were.
 */
import { writeSync } from "node:fs";
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";
import { LOAD_OPTIONS, newModel, operations } from "./operations.ts";

const [basePath = "", files = "", seed = "", skip = "", durability = "full", most = "Infinity"] =
  process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const model = newModel();
const steps = operations(Number(seed), model, files);
for (let number = 0; number < Number(skip); number += 1) steps.next().value.apply(model);

const store = await createEnhancedPersistence({
  ...LOAD_OPTIONS,
  basePath,
  durability: durability === "normal" ? "normal" : "full",
});
say("ready");
let underWay: Promise<void>[] = [];
for (let number = Number(skip); number < Number(most); number += 1) {
  const operation = steps.next().value;
  operation.apply(model);
  underWay.push(
    operation.perform(store).then(
      () => void say(`ack ${number}`),
      (error: unknown) => {
        const code = error instanceof PersistenceError ? error.code : "UNKNOWN";
        say(`fail ${number} ${operation.name} ${code} ${String(error)}`);
        process.exitCode = 1;
      },
    ),
  );
  if (operation.together) continue;
  await Promise.all(underWay);
  underWay = [];
  // Lets the idle work of the store have its turn now and then.
  if (number % 50 === 0) await new Promise((resolve) => setTimeout(resolve, number % 400 === 0 ? 350 : 1));
}
await store.close();
say("done");
