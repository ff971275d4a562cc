/*
 * How fast the engine is beside raw SQLite through the same driver, in the same run: one table `key, value`, an upsert in
 * its own transaction, WAL, the same `synchronous`. Each pair is measured in turns, and the median turn counts.
 *
 *     node bench/engine.ts [keys, default 100000]
 */
import { rmSync, statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { createEnhancedPersistence, type EnhancedPersistence } from "../main/engine/index.ts";
import type { JsonText, Key } from "../shared/model/index.ts";

const KEYS = Number(process.argv[2] ?? 100_000);
const TURNS = 5;

/** The same sequence on every run, below `limit` (https://en.wikipedia.org/wiki/Xorshift). */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const keyOf = (i: number) => `key-${String((i * 7919) % KEYS).padStart(8, "0")}` as Key;
const bodyOf = (i: number, version: number) => ({
  id: i,
  name: `name ${i}`,
  version,
  tags: ["a", "b"],
  on: true,
});
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Pair {
  readonly raw: () => unknown;
  readonly ours: () => unknown;
}

/** Milliseconds of each side's median turn. */
async function compare({ raw, ours }: Pair): Promise<{ readonly raw: number; readonly ours: number }> {
  const times = { raw: [] as number[], ours: [] as number[] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    times.raw.push(await timed(raw));
    times.ours.push(await timed(ours));
  }
  return { raw: median(times.raw), ours: median(times.ours) };
}

function row(name: string, figure: string, aim: string): void {
  process.stdout.write(`${name.padEnd(52)}${figure.padStart(24)}   ${aim}\n`);
}

function openRaw(directory: string, durability: string) {
  const database = new Database(join(directory, `raw-${durability}.db`));
  database.pragma("journal_mode = WAL");
  database.pragma(`synchronous = ${durability}`);
  database.exec("CREATE TABLE entry (key TEXT PRIMARY KEY, value TEXT)");
  const upsert = database.prepare(
    "INSERT INTO entry VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  const select = database.prepare<[string], string>("SELECT value FROM entry WHERE key = ?").pluck();
  database.transaction(() => {
    for (let i = 0; i < KEYS; i += 1) upsert.run(keyOf(i), JSON.stringify(bodyOf(i, 0)));
  })();
  return { database, upsert, select };
}

function* source() {
  for (let i = 0; i < KEYS; i += 1) yield { key: keyOf(i), text: JSON.stringify(bodyOf(i, 0)) as JsonText };
}

async function writing(store: EnhancedPersistence, raw: ReturnType<typeof openRaw>, durability: string) {
  const count = durability === "full" ? 1000 : 10_000;
  let turn = 0;
  const pick = [random(1), random(1)] as const;
  const set = await compare({
    raw: () => {
      for (let i = 0; i < count; i += 1) {
        raw.upsert.run(keyOf(pick[0](KEYS)), JSON.stringify(bodyOf(i, turn)));
      }
    },
    ours: async () => {
      turn += 1;
      for (let i = 0; i < count; i += 1) await store.set(keyOf(pick[1](KEYS)), bodyOf(i, turn));
    },
  });
  const aim = durability === "full" ? "0.70 or more" : "0.50 or more";
  row(
    `set, ${durability}: raw ${perSecond(count, set.raw)}/s, ours ${perSecond(count, set.ours)}/s`,
    ratio(set.raw, set.ours),
    aim,
  );
  const callers = 64;
  const together: number[] = [];
  for (let t = 0; t < TURNS; t += 1) {
    together.push(
      await timed(() =>
        Promise.all(
          Array.from({ length: callers }, async (_, caller) => {
            for (let i = 0; i < count / 16; i += 1) {
              await store.set(keyOf(pick[1](KEYS)), bodyOf(i, caller + 1000 * t));
            }
          }),
        ),
      ),
    );
  }
  const one = set.ours / count;
  const each = median(together) / (callers * (count / 16));
  row(`64 callers, ${durability}, to one caller`, ratio(one, each), durability === "full" ? "5 or more" : "");
}

const perSecond = (count: number, milliseconds: number) => Math.round((count / milliseconds) * 1000);
const ratio = (a: number, b: number) => (a / b).toFixed(2);
const ms = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`;

async function reading(path: string, raw: ReturnType<typeof openRaw>) {
  const count = 20_000;
  for (const cacheStrategy of ["none", "memory"] as const) {
    const store = await createEnhancedPersistence({ basePath: path, cacheStrategy });
    const pick = [random(5), random(5)] as const;
    // As many keys as a cache holds, so that it can answer.
    const range = Math.min(KEYS, 5000);
    for (let i = 0; i < range; i += 1) await store.get(keyOf(i));
    const get = await compare({
      raw: () => {
        for (let i = 0; i < count; i += 1) JSON.parse(raw.select.get(keyOf(pick[0](range))) as string);
      },
      ours: async () => {
        for (let i = 0; i < count; i += 1) await store.get(keyOf(pick[1](range)));
      },
    });
    row(
      `get, cache ${cacheStrategy}`,
      ratio(get.raw, get.ours),
      cacheStrategy === "none" ? "0.50 or more" : "more than without",
    );
    await store.close();
  }
}

async function snapshots(store: EnhancedPersistence, raw: ReturnType<typeof openRaw>) {
  let n = 0;
  const snapshot = await compare({
    raw: () => {
      n += 1;
      for (let i = 0; i < 20; i += 1) raw.upsert.run(keyOf(i), `${n}`);
    },
    ours: async () => {
      for (let i = 0; i < 20; i += 1) await store.createSnapshot();
    },
  });
  row("createSnapshot, to a commit of one row", ratio(snapshot.ours, snapshot.raw), "1.5 or less");

  const comparisons: number[] = [];
  const restores: number[] = [];
  const writes: number[] = [];
  const hundred = raw.database.transaction((version: number) => {
    for (let i = 0; i < 100; i += 1) raw.upsert.run(keyOf(i * 37), JSON.stringify(bodyOf(i, version)));
  });
  for (let turn = 0; turn < 2 * TURNS; turn += 1) {
    const before = await store.createSnapshot();
    for (let i = 0; i < 100; i += 1) await store.set(keyOf(i * 37), bodyOf(i, 10_000 + turn));
    const after = await store.createSnapshot();
    comparisons.push(await timed(() => store.compareSnapshots(before, after)));
    restores.push(await timed(() => store.restore({ kind: "snapshot", version: before })));
    writes.push(await timed(() => hundred(20_000 + turn)));
  }
  row("compareSnapshots, 100 keys different", ms(median(comparisons)), "5 ms or less");
  row(
    "restore of 100 keys, to 100 rows in one transaction",
    ratio(median(restores), median(writes)),
    "2 or less",
  );
}

async function size(directory: string) {
  const path = join(directory, "sized");
  const keys = 100_000;
  const store = await createEnhancedPersistence({ basePath: path, maxSnapshots: 0 });
  const body = (i: number, version: number) => ({
    ...bodyOf(i, version),
    note: `the note of ${i} `.repeat(6),
  });
  const entries = Array.from({ length: keys }, (_, i) => ({
    key: `key-${i}` as Key,
    text: JSON.stringify(body(i, 0)) as JsonText,
  }));
  await store.replace(entries, { operation: "import" });
  await store.close();
  const live = statSync(join(path, "strata.db")).size;
  const again = await createEnhancedPersistence({ basePath: path, maxSnapshots: 0 });
  const pick = random(9);
  for (let s = 1; s <= 50; s += 1) {
    await Promise.all(
      Array.from({ length: 100 }, () => {
        const i = pick(keys);
        return again.set(`key-${i}`, body(i, s));
      }),
    );
    await again.createSnapshot();
  }
  await again.pack();
  await again.close();
  row(
    "file with 50 snapshots of 100 changes, to live data",
    ratio(statSync(join(path, "strata.db")).size, live),
    "1.15 or less",
  );
}

const directory = await mkdtemp(join(tmpdir(), "strata-bench-"));
try {
  row(`${KEYS} keys`, "ours", "aim");
  for (const durability of ["full", "normal"] as const) {
    const raw = openRaw(directory, durability);
    const path = join(directory, durability);
    const store = await createEnhancedPersistence({
      basePath: path,
      durability,
      cacheStrategy: "none",
      maxSnapshots: 0,
    });
    const took = await timed(() => store.replace(source(), { operation: "import" }));
    row(`replace into an empty store, ${durability}`, `${perSecond(KEYS, took)}/s`, "250000/s");
    await writing(store, raw, durability);
    if (durability === "full") await snapshots(store, raw);
    await store.close();
    if (durability === "normal") await reading(path, raw);
    const opened = await timed(async () => (await createEnhancedPersistence({ basePath: path })).close());
    row(`open and close, ${durability}`, ms(opened), "100 ms or less");
    raw.database.close();
  }
  await size(directory);
  row("peak memory", `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`, "300 MiB or less");
} finally {
  rmSync(directory, { recursive: true, force: true });
}
