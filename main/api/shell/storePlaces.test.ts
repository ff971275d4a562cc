import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryName, makeStoreDirectory } from "./storePlaces.ts";

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "strata-places-"));
});
afterAll(() => rm(data, { recursive: true }));

describe("makeStoreDirectory", () => {
  it("takes the next free name, also when several are made at once", async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => makeStoreDirectory(data, "config")));
    const names = made.map((path) => basename(path)).sort();
    expect(names).toEqual(["config", "config 2", "config 3", "config 4", "config 5"]);
    expect((await readdir(join(data, "stores"))).sort()).toEqual(names);
  });

  it.each(["../../escape", "..", "/etc/passwd", "a/../../../b", "C:\\Windows", "\u0000", ".", " . "])(
    "never leaves its directory for the name %j",
    async (name) => {
      const path = await makeStoreDirectory(data, name);
      expect(dirname(path)).toBe(join(data, "stores"));
      expect(basename(path)).not.toMatch(/^\.{1,2}$/);
    },
  );
});

describe("directoryName", () => {
  it.each([
    ["Bücher 2026", "Bücher 2026"],
    ["données.json", "données.json"],
    ["a<b>:c", "a-b-c"],
    ["con", "con store"],
    ["NUL.json", "NUL-json store"],
    ["...", "Store"],
    ["x".repeat(100), "x".repeat(60)],
    ["👩‍🚀 crew", "👩-🚀 crew"],
  ])("makes %j into %j", (name, expected) => {
    expect(directoryName(name)).toBe(expected);
  });

  it("never cuts a character in half", () => {
    expect(directoryName(`${"x".repeat(59)}🚀`).isWellFormed()).toBe(true);
  });
});
