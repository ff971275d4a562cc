/* Strata and one table `key, value` through the same driver, side by side. */
import { join } from "node:path";
import Database, { type Database as Connection } from "better-sqlite3";
import type { Durability } from "../../main/engine/backends/sqlite/storage/connection.ts";
import type { EnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { median, sum } from "../statistics.ts";

const TURNS = 7;

/** Keys in the order of their numbers: 37 apart, they lie on different pages of either file. */
export const keyOf = (number: number) => `key-${String(number).padStart(8, "0")}` as Key;

/** A small value, 80 bytes as JSON. */
export const bodyOf = (number: number, version: number) => ({
  id: number,
  name: `name ${number}`,
  version,
  tags: ["a", "b"],
  on: true,
});

export const textOf = (number: number, version: number) =>
  JSON.stringify(bodyOf(number, version)) as JsonText;

export interface Raw {
  readonly connection: Connection;
  put(number: number, version: number): void;
  get(number: number): unknown;
  /** Writes these in one transaction. */
  putAll(numbers: Iterable<number>, version: number): void;
}

/** A store and a raw table with as many keys. */
export interface Beside {
  readonly keys: number;
  readonly store: EnhancedPersistence;
  readonly raw: Raw;
}

/** A table of keys and values, empty unless it is there already. */
export function openRaw(directory: string, durability: Durability): Raw {
  const connection = new Database(join(directory, `raw-${durability}.db`));
  connection.pragma("journal_mode = WAL");
  connection.pragma(`synchronous = ${durability}`);
  connection.exec("CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT)");
  const upsert = connection.prepare(
    "INSERT INTO entry VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  const select = connection.prepare<[string], string>("SELECT value FROM entry WHERE key = ?").pluck();
  const put = (number: number, version: number) => void upsert.run(keyOf(number), textOf(number, version));
  const putAll = connection.transaction((numbers: Iterable<number>, version: number) => {
    for (const number of numbers) put(number, version);
  });
  return {
    connection,
    put,
    putAll,
    get: (number) => JSON.parse(select.get(keyOf(number)) as string),
  };
}

export function* numbersBelow(limit: number): Generator<number, void, void> {
  for (let number = 0; number < limit; number += 1) yield number;
}

/** Milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

type Sides<Name extends string> = Readonly<Record<Name, () => unknown>>;

/** Milliseconds of each side's median turn; one turn of each before counts for nothing. */
export const inTurns = <Name extends string>(sides: Sides<Name>): Promise<Record<Name, number>> =>
  takeTurns(TURNS, sides, median);

/** Milliseconds of all of each side's turns; one turn of each before counts for nothing. */
export const sumsInTurns = <Name extends string>(
  turns: number,
  sides: Sides<Name>,
): Promise<Record<Name, number>> => takeTurns(turns, sides, sum);

async function takeTurns<Name extends string>(
  turns: number,
  sides: Sides<Name>,
  asOne: (milliseconds: readonly number[]) => number,
): Promise<Record<Name, number>> {
  const taken = Object.entries<() => unknown>(sides).map(([name, act]) => ({
    name,
    act,
    times: [] as number[],
  }));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const { act, times } of taken) times.push(await timed(act));
  }
  return Object.fromEntries(taken.map(({ name, times }) => [name, asOne(times.slice(1))])) as Record<
    Name,
    number
  >;
}

export const ratio = (a: number, b: number) => (a / b).toFixed(2);
export const perSecond = (count: number, milliseconds: number) => Math.round((count / milliseconds) * 1000);
