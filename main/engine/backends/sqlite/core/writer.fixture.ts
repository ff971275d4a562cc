/*
 * A separate process for tests: `node writer.fixture.ts <directory> <job> <name>`. It prints a line for each
 * acknowledged write.
 */
import { createEnhancedPersistence } from "../../../index.ts";

const [directory = "", job = "", name = ""] = process.argv.slice(2);
const store = await createEnhancedPersistence({ basePath: directory });
const say = (line: string | number) => process.stdout.write(`${line}\n`);

say("open");
if (job === "pairs") {
  // One call writes both keys of a pair, so no state has one without the other.
  for (let n = 1; ; n += 1) {
    await store.save({ left: n, right: n, padding: "x".repeat(n % 5000) });
    say(n);
  }
} else if (job === "count") {
  for (let n = 1; n <= 200; n += 1) {
    await store.set(`${name}${n}`, n);
    // The other process's writes are visible through every cache.
    await store.get("shared");
    await store.set(name, n);
  }
  await store.close();
  say("done");
} else if (job === "set") {
  await store.set(name, `set by ${process.pid}`);
  await store.createSnapshot(name);
  await store.close();
  say("done");
}
