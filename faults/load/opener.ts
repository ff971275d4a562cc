/*
 * One of several processes that open fresh folders at the same instant. Usage: opener.ts <name>
 * For each line of its input, a path, it opens the store there, writes its name into it, and says `ack <path>`.
 */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { createEnhancedPersistence } from "../../main/engine/index.ts";

const [name = ""] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
say("ready");
for await (const basePath of createInterface({ input: process.stdin })) {
  try {
    const store = await createEnhancedPersistence({ basePath });
    await store.set(name, basePath);
    say(`ack ${basePath}`);
    await store.close();
  } catch (error) {
    say(`fail ${basePath} ${error instanceof Error ? error.stack?.replaceAll("\n", " ") : String(error)}`);
  }
}
