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
import type { Durability } from "../main/engine/backends/sqlite/storage/connection.ts";
import { createEnhancedPersistence } from "../main/engine/index.ts";
import { type Beside, keyOf, numbersBelow, openRaw, textOf, timed } from "./engine/beside.ts";
import { measureFileSize } from "./engine/fileSize.ts";
import { measureHistory } from "./engine/history.ts";
import { measureLargeJobs } from "./engine/largeJobs.ts";
import { measureReading } from "./engine/reading.ts";
import { type Note, Table } from "./engine/table.ts";
import { measureGrowth, measureWriting } from "./engine/writing.ts";

const given = process.argv.slice(2).map(Number);
const sizes = (given.length > 0 ? given : [10_000, 100_000, 1_000_000]).sort((a, b) => a - b);
const [fewest, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
const table = new Table();
const directory = await mkdtemp(join(tmpdir(), "strata-bench-"));
try {
  for (const keys of sizes) {
    for (const durability of ["full", "normal"] as const) await measureSize(keys, durability);
  }
  if (fewest < most) {
    for (const durability of ["full", "normal"] as const) {
      const small = await openBeside(fewest, durability);
      const large = await openBeside(most, durability);
      await measureGrowth(columnOf(most), durability, small, large);
      await closeBoth(small);
      await closeBoth(large);
    }
  }
  await measureFileSize(columnOf(most), directory);
  measureLargeJobs(columnOf(most), directory);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.stdout.write(`${table}\n`);

async function measureSize(keys: number, durability: Durability): Promise<void> {
  const note = columnOf(keys);
  const sides = await openBeside(keys, durability);
  const { store, raw } = sides;
  raw.putAll(numbersBelow(keys), 0);
  const entries = Iterator.from(numbersBelow(keys)).map((i) => ({ key: keyOf(i), text: textOf(i, 0) }));
  await store.replace(entries, { operation: "import" });
  await measureWriting(note, sides, durability);
  if (durability === "full") await measureHistory(note, sides);
  await closeBoth(sides);
  const basePath = placeOf(keys, durability);
  if (durability === "normal") await measureReading(note, basePath, keys);
  else {
    const opened = await timed(async () => (await createEnhancedPersistence({ basePath })).close());
    note("opening and closing, ms", opened.toFixed(1), "100 or less");
  }
}

async function openBeside(keys: number, durability: Durability): Promise<Beside> {
  const basePath = placeOf(keys, durability);
  const store = await createEnhancedPersistence({
    basePath,
    durability,
    cacheStrategy: "none",
    maxSnapshots: 0,
  });
  return { keys, store, raw: openRaw(basePath, durability) };
}

async function closeBoth({ store, raw }: Beside): Promise<void> {
  await store.close();
  raw.connection.close();
}

/** The store's folder, which has the raw table in it too. */
function placeOf(keys: number, durability: Durability): string {
  return join(directory, `${keys}-${durability}`);
}

function columnOf(keys: number): Note {
  const column = `${keys.toLocaleString("en").replaceAll(",", " ")} keys`;
  return (...line) => table.note(column, ...line);
}
