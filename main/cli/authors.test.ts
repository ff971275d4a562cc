import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";

const HOSTILE = 'Ann\u202e\nEve\t"x"';

function commandLine(author: string) {
  const directory = temporaryFolder();
  const strata = (...args: string[]) => runCli(args, { directory, env: { STRATA_AUTHOR: author } });
  const json = async (...args: string[]) => JSON.parse((await strata(...args, "--json")).stdout);
  return { directory, strata, json };
}

it("W13 every command that writes takes a message, and says with it who wrote", async () => {
  const { strata, json } = commandLine("Ann");
  await strata("set", "a", "1", "-m", "because");
  await strata("set", "b", "2");
  await strata("rename", "b", "c", "-m", "a better name");
  await strata("delete", "a", "-m", "not needed");
  await strata("restore", "r1", "--message", "needed after all");
  await strata("undo");
  const log: { author: string; operation: string; message: string | null }[] = await json("history");
  expect(log.map(({ operation, author, message }) => [operation, author, message])).toEqual([
    ["undo", "Ann", null],
    ["restore", "Ann", "needed after all"],
    ["delete", "Ann", "not needed"],
    ["rename", "Ann", "a better name"],
    ["set", "Ann", null],
    ["set", "Ann", "because"],
  ]);
  for (const command of [["log"], ["history"], ["show", "r1"], ["history", "a"]]) {
    expect((await strata(...command)).stdout).toMatch(/r1 {2}\S+ {2}Ann {2}set of a {2}“because”/);
  }
  expect((await json("show", "r1")).author).toBe("Ann");
  expect((await json("blame", "c")).leaves[0]).toMatchObject({ author: "Ann" });
  expect((await strata("blame", "c")).stdout).toMatch(/^r\d {2}\S+ {2}Ann {2}/);
});

it("W13 an import takes a message with its own name of the option", async () => {
  const { strata, json } = commandLine("Ann");
  await strata("set", "a", "1");
  await strata("export", "all.json");
  expect((await strata("import", "all.json", "--message", "from the backup")).code).toBe(0);
  await strata("set", "a", "2");
  expect((await strata("import", "all.json", "--message", "from the backup")).code).toBe(0);
  expect((await json("history"))[0]).toMatchObject({ operation: "import", message: "from the backup" });
});

it("W13 a name and a message that are meant to mislead stay on their line and are shown as they are", async () => {
  const { strata, json } = commandLine(HOSTILE);
  await strata("set", "a", "1", "-m", "one\ntwo");
  const { stdout } = await strata("history");
  expect(stdout.split("\n")).toHaveLength(2);
  expect(stdout).toContain(JSON.stringify(HOSTILE));
  expect(stdout).toContain('“"one\\ntwo"”');
  expect((await json("history"))[0]).toMatchObject({ author: HOSTILE, message: "one\ntwo" });
});

it("W13 a name that is none is refused before anything is written", async () => {
  const { strata } = commandLine("x".repeat(1025));
  const { code, stderr } = await strata("set", "a", "1");
  expect(code).not.toBe(0);
  expect(stderr).toContain("STRATA_AUTHOR");
  expect((await strata("list")).code).not.toBe(0);
});

it("I8 a store of an earlier format is reported when it is changed, and once", async () => {
  const store = join(temporaryFolder(), "old");
  cpSync(join(import.meta.dirname, "../engine/formats/fixtures/format-1/closed"), store, { recursive: true });
  const first = await runCli(["history", "-n", "1"], { store });
  expect(first.stderr).toMatch(
    /was of format 1 and is of format 2 now.*kept in its folder as strata\.format-1\.db/,
  );
  expect(first.stdout).toMatch(/^r52 {2}\S+ {2}set of another\n$/);
  expect((await runCli(["history", "-n", "1"], { store })).stderr).toBe("");
});
