/*
 * How fast the engine is beside raw SQLite through the same driver, in the same run: one table `key, value`, an upsert in
 * its own transaction, WAL, the same `synchronous`. Each pair is measured in turns, and the median turn counts.
 *
 *     node bench/engine.ts [number of keys …, default 10000 100000 1000000]
 */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnhancedPersistence } from "../main/engine/index.ts";
import { keyOf, numbersBelow, openRaw, textOf, timed } from "./engine/beside.ts";
import { measureFileSize } from "./engine/fileSize.ts";
import { measureHistory } from "./engine/history.ts";
import { measureLargeJobs } from "./engine/largeJobs.ts";
import { measureReading } from "./engine/reading.ts";
import { type Note, Table } from "./engine/table.ts";
import { measureWriting } from "./engine/writing.ts";

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 100_000, 1_000_000];
const table = new Table();

for (const keys of sizes) {
  const column = `${keys.toLocaleString("en").replaceAll(",", " ")} keys`;
  const note: Note = (...line) => table.note(column, ...line);
  const directory = await mkdtemp(join(tmpdir(), "strata-bench-"));
  try {
    for (const durability of ["full", "normal"] as const) {
      const raw = openRaw(directory, durability, keys);
      const path = join(directory, durability);
      const store = await createEnhancedPersistence({
        basePath: path,
        durability,
        cacheStrategy: "none",
        maxSnapshots: 0,
      });
      const entries = Iterator.from(numbersBelow(keys)).map((i) => ({ key: keyOf(i), text: textOf(i, 0) }));
      await store.replace(entries, { operation: "import" });
      await measureWriting(note, store, raw, durability, keys);
      if (durability === "full") await measureHistory(note, store, raw, keys);
      await store.close();
      if (durability === "normal") await measureReading(note, path, raw, keys);
      else {
        const opened = await timed(async () => (await createEnhancedPersistence({ basePath: path })).close());
        note("opening and closing, ms", opened.toFixed(1), "100 or less");
      }
      raw.connection.close();
    }
    if (keys === sizes.at(-1)) {
      await measureFileSize(note, directory);
      measureLargeJobs(note, directory);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
process.stdout.write(`${table}\n`);
