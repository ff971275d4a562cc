/*
 * A process that reads everything in a store again and again until something is wrong. Usage: walker.ts <store>
 * It says `ready` after the first time, and at the end `found <code> <message>`.
 */
import { writeSync } from "node:fs";
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";

const [basePath = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const store = await createEnhancedPersistence({ basePath, cacheStrategy: "none" });
try {
  for (let round = 0; ; round += 1) {
    for await (const { key } of store.scan({ kind: "now" })) void key;
    const { error } = await store.verify();
    if (error !== null) throw error;
    await store.set("a write", round);
    if (round === 0) say("ready");
  }
} catch (error) {
  const code = error instanceof PersistenceError ? error.code : "UNTYPED";
  say(`found ${code} ${error instanceof Error ? error.message : String(error)}`);
}
await store.close();
