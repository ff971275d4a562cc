/*
 * One of several processes that have a store open that is bound to a file. Usage: watcher.ts <store> <bindings> <key> <from>
 * Says `ready`, then for each acknowledged write of its key the number that it wrote. It ends with its standard input.
 */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createEnhancedPersistence, FileWatch, WatchBindings } from "../../main/engine/index.ts";

const [basePath = "", bindings = "", key = "", from = "0"] = process.argv.slice(2);
const store = await createEnhancedPersistence({ basePath, maxSnapshots: 0 });
const watch = await FileWatch.resume(store, new WatchBindings(bindings), { patience: 400 });
if (watch === null) throw new Error("The store is not bound.");
let ended = false;
process.stdin.resume().on("end", () => {
  ended = true;
});
writeSync(1, "ready\n");
for (let count = Number(from) + 1; !ended; count += 1) {
  await store.set(key, count);
  writeSync(1, `${count}\n`);
  await sleep(Math.random() * 20);
}
await watch.close();
await store.close();
