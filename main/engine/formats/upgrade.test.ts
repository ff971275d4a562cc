import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type UpgradeStep, upgradeStore } from "../backends/sqlite/storage/upgrade.ts";
import { DataIntegrityError, NewerFormatError, StorageError } from "../errors.ts";
import { failureOf, freshDirectory, openStore } from "../stores.fixture.ts";
import { contentsOf } from "./contents.fixture.ts";
import { copyOf, expectedOf, stores } from "./stores.fixture.ts";

const COPY = "strata.format-1.db";

function formatIn(path: string): unknown {
  const database = new Database(path);
  try {
    return database.pragma("user_version", { simple: true });
  } finally {
    database.close();
  }
}

/** Opens what was kept as a store of its own, with nothing else beside it, and gives all that can be read. */
async function contentsOfCopy(path: string): Promise<unknown> {
  expect(formatIn(path)).toBe(1);
  const basePath = join(await freshDirectory(), "kept");
  mkdirSync(basePath);
  cpSync(path, join(basePath, "strata.db"));
  return contentsOf(await openStore({ basePath }));
}

async function contentsIn(basePath: string): Promise<unknown> {
  return contentsOf(await openStore({ basePath }));
}

const STEPS: readonly UpgradeStep[] = [
  "locked",
  "checkpointed",
  "copying",
  "copied",
  "migrating",
  "migrated",
];

describe.each(stores())("I8 opening the store %s", (name) => {
  it("I8 keeps it beside the new one, whole", async () => {
    const basePath = await copyOf(name);
    expect(await contentsIn(basePath)).toEqual(expectedOf(name));
    expect(formatIn(join(basePath, "strata.db"))).toBe(2);
    expect(await contentsOfCopy(join(basePath, COPY))).toEqual(expectedOf(name));
  });

  it.each(STEPS)(
    "I8 by a process that is killed when it is %s loses nothing in either format",
    async (step) => {
      const basePath = await copyOf(name);
      const child = join(import.meta.dirname, "upgradeChild.fixture.ts");
      const { signal, stderr } = spawnSync(process.execPath, [child, basePath, step], { encoding: "utf8" });
      expect(stderr).toBe("");
      expect(signal).toBe("SIGKILL");
      if (existsSync(join(basePath, COPY))) {
        expect(await contentsOfCopy(join(basePath, COPY))).toEqual(expectedOf(name));
      }
      expect(await contentsIn(basePath)).toEqual(expectedOf(name));
      expect(await contentsOfCopy(join(basePath, COPY))).toEqual(expectedOf(name));
      expect(readdirSync(basePath).filter((file) => file.startsWith("strata.format"))).toEqual([COPY]);
    },
  );

  it("F19 only to read it changes nothing in its folder", async () => {
    const basePath = await copyOf(name);
    const files = () =>
      readdirSync(basePath).map((file) => [file, readFileSync(join(basePath, file), "hex")]);
    const before = files();
    const store = await openStore({ basePath, readOnly: true });
    expect(await contentsOf(store)).toEqual(expectedOf(name));
    await store.close();
    expect(files()).toEqual(before);
  });
});

describe("I8 a store of format 1", () => {
  const closed = "format-1/closed";

  it("I8 that another connection has open is refused and stays as it is, until that is closed", async () => {
    const basePath = await copyOf(closed);
    const other = new Database(join(basePath, "strata.db"));
    expect(other.prepare("SELECT count(*) FROM live").pluck().get()).toBe(11);
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure.message).toMatch(/Another process has it open\. Close it there.*Nothing was changed/);
    expect(existsSync(join(basePath, COPY))).toBe(false);
    other.close();
    expect(await contentsIn(basePath)).toEqual(expectedOf(closed));
  }, 20_000);

  it("I8 that two processes open at once is changed by one of them", async () => {
    const basePath = await copyOf(closed);
    const [one, two] = await Promise.all([openStore({ basePath }), openStore({ basePath })]);
    await one.set("one", 1);
    expect(await two.get("one")).toBe(1);
    expect(readdirSync(basePath).filter((file) => file.startsWith("strata.format"))).toEqual([COPY]);
  });

  it("I8 whose copy finds no space is refused and stays as it is, without half a copy", async () => {
    const basePath = await copyOf(closed);
    const full = () =>
      upgradeStore(basePath, basePath, {
        keepCopy: true,
        reached: (step) => {
          if (step === "copying") throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
        },
      });
    expect(full).toThrow(/can't be made: ENOSPC.*Make space for \d+ bytes.*Nothing was changed/);
    expect(readdirSync(basePath).filter((file) => file.startsWith("strata.format"))).toEqual([]);
    expect(formatIn(join(basePath, "strata.db"))).toBe(1);
    expect(await contentsIn(basePath)).toEqual(expectedOf(closed));
  });

  it("I8 whose change fails is of format 1 as before, and the next opening uses the same copy", async () => {
    const basePath = await copyOf(closed);
    const failing = () =>
      upgradeStore(basePath, basePath, {
        keepCopy: true,
        reached: (step) => {
          if (step === "migrating") throw new Error("the disk is full");
        },
      });
    expect(failing).toThrow("the disk is full");
    expect(formatIn(join(basePath, "strata.db"))).toBe(1);
    expect(await contentsIn(basePath)).toEqual(expectedOf(closed));
    expect(readdirSync(basePath).filter((file) => file.startsWith("strata.format"))).toEqual([COPY]);
  });

  it("I8 never writes over what has the name of the copy, nor through a link there", async () => {
    const basePath = await copyOf(closed);
    const outside = join(dirname(basePath), "outside");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(basePath, COPY));
    writeFileSync(join(basePath, "strata.format-1-2.db"), "also mine");
    expect(await contentsIn(basePath)).toEqual(expectedOf(closed));
    expect(readFileSync(outside, "utf8")).toBe("mine");
    expect(readFileSync(join(basePath, "strata.format-1-2.db"), "utf8")).toBe("also mine");
    expect(await contentsOfCopy(join(basePath, "strata.format-1-3.db"))).toEqual(expectedOf(closed));
  });

  it.each([
    ["a view", "CREATE VIEW more AS SELECT 1", /the view "more"/],
    [
      "a table of format 2",
      "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
      /"author"/,
    ],
    ["a column of format 2", "ALTER TABLE revision ADD COLUMN author INTEGER", /table "revision"/],
  ])("F6 that has %s more is refused by name, and not changed", async (_, sql, message) => {
    const basePath = await copyOf(closed);
    const database = new Database(join(basePath, "strata.db"));
    database.exec(sql);
    database.close();
    const before = readFileSync(join(basePath, "strata.db"));
    const failure = await failureOf(openStore({ basePath }));
    expect(failure).toBeInstanceOf(DataIntegrityError);
    expect(failure.message).toMatch(message);
    expect(readFileSync(join(basePath, "strata.db")).equals(before)).toBe(true);
    expect(existsSync(join(basePath, COPY))).toBe(false);
  });

  it("F6 of which only the number is changed to 2 is refused", async () => {
    const basePath = await copyOf(closed);
    const database = new Database(join(basePath, "strata.db"));
    database.pragma("user_version = 2");
    database.close();
    expect((await failureOf(openStore({ basePath }))).message).toMatch(
      /not as (?:Strata made it|a store has it)/,
    );
  });
});

it("I2 a newer format that stands only in the log is refused as such", async () => {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath });
  await store.set("a", 1);
  await store.close();
  const database = new Database(join(basePath, "strata.db"));
  database.pragma("wal_autocheckpoint = 0");
  database.pragma("user_version = 9");
  const copy = join(await freshDirectory(), "copy");
  cpSync(basePath, copy, { recursive: true });
  database.close();
  const failure = await failureOf(openStore({ basePath: copy }));
  expect(failure).toBeInstanceOf(NewerFormatError);
  expect(failure.message).toMatch(/format 9, and this Strata knows formats 1 to 2\. Update Strata/);
});
