import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SnapshotMetadata } from "../../shared/model/index.ts";
import { temporaryFile, temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runHere } from "./runHere.fixture.ts";

const ENTRIES = JSON.stringify(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, i])));
const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `k${from + i}`);

/** A store of 60 keys whose present has no snapshot, and a command line with user data of its own. */
async function filled(settings?: string) {
  const directory = temporaryFolder();
  const data = join(temporaryFolder(), "data");
  if (settings !== undefined) {
    mkdirSync(data);
    writeFileSync(join(data, "settings.json"), settings);
  }
  const env = { STRATA_USER_DATA: data, STRATA_STORE: join(directory, "store") };
  const strata = (...args: string[]) => runHere(args, { directory, env });
  const json = async (...args: string[]) => JSON.parse((await strata(...args, "--json")).stdout);
  const safety = async (): Promise<SnapshotMetadata[]> => json("snapshot", "list", "--tag", "safety");
  await strata("import", temporaryFile(ENTRIES));
  await strata("set", "k0", "null");
  return { strata, json, safety };
}

const preferring = (tripwirePercent: unknown) => JSON.stringify({ preferences: { tripwirePercent } });

describe("G1 the command line's safety snapshots", () => {
  it("G1 a large delete makes one first and names it, a small one makes none", async () => {
    const { strata, json, safety } = await filled();
    const small = await strata("delete", ...keys(0, 12));
    expect(small.stdout).not.toMatch(/safety/);
    expect(await safety()).toEqual([]);
    const large = await strata("delete", ...keys(12, 24));
    const [made] = await safety();
    expect(made).toMatchObject({ description: "Before delete of 12 keys", entryCount: 48 });
    expect(large.stdout).toContain(`A safety snapshot has the previous state: ${made?.version}.\n`);
    expect((await json("delete", ...keys(24, 36))).safetySnapshot).toBe((await safety())[0]?.version);
    expect(await safety()).toHaveLength(2);
  });

  it("G1 an import over entries makes one, one that fails or changes nothing leaves none", async () => {
    const { strata, json, safety } = await filled();
    const file = temporaryFile('{"only": 1}', "in.json");
    expect(await strata("import", temporaryFile('{"only": 1, '), "--merge")).toMatchObject({ code: 3 });
    expect(await safety()).toEqual([]);
    const { safetySnapshot } = await json("import", file);
    expect(await safety()).toMatchObject([
      { version: safetySnapshot, description: "Before import of in.json", entryCount: 60 },
    ]);
    expect((await strata("restore", safetySnapshot)).code).toBe(0);
    expect((await json("list")).length).toBe(60);
    expect((await json("import", temporaryFile('{"k1": 1}'), "--merge")).safetySnapshot).toBeNull();
  });

  it("G1 a restore of much makes one first and names it, a restore of few keys makes none", async () => {
    const { strata, safety } = await filled();
    await strata("delete", ...keys(0, 12));
    expect((await strata("restore", "tag:import", "-k", "k3")).code).toBe(0);
    await strata("delete", ...keys(12, 21));
    expect(await safety()).toEqual([]);
    const { stdout } = await strata("restore", "tag:import");
    const [made] = await safety();
    expect(made).toMatchObject({ description: "Before restore of import" });
    expect(stdout).toContain(made?.version);
  });

  it.each([
    ["the share that is set in the app", preferring(80), 0],
    ["never with a share of 0", preferring(0), 0],
    ["a fifth, where the preference makes no sense", preferring("much"), 1],
    ["a fifth, where the file of preferences is damaged", '{"preferences": {', 1],
  ])("G1 a delete of two thirds of the keys uses %s", async (_, settings, count) => {
    const { strata, safety } = await filled(settings);
    await strata("delete", ...keys(0, 40));
    expect(await safety()).toHaveLength(count);
  });
});
