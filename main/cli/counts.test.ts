import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFile, temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runHere } from "./runHere.fixture.ts";

function onStore() {
  const directory = temporaryFolder();
  const env = { STRATA_STORE: join(directory, "store"), STRATA_USER_DATA: join(directory, "data") };
  const strata = (...args: string[]) => runHere(args, { directory, env });
  const json = async (...args: string[]) => JSON.parse((await strata(...args, "--json")).stdout);
  return { directory, strata, json };
}

it("G1 an import says what it added, removed and changed, and that undo takes it back", async () => {
  const { strata, json } = onStore();
  expect((await strata("import", temporaryFile('{"a":1,"b":2,"c":3}'))).stdout).toContain(
    "\n3 added. `strata undo` undoes it.\n",
  );
  const next = temporaryFile('{"b":2.0,"c":4,"d":5,"e":6}');
  expect((await strata("import", next)).stdout).toContain(
    "\n2 added, 1 removed, 1 changed. `strata undo` undoes it.\n",
  );
  await strata("undo");
  expect(await json("list")).toEqual(["a", "b", "c"]);
  expect(await json("import", next, "--merge")).toMatchObject({ added: 2, removed: 0, changed: 1 });
  expect((await strata("import", next, "--merge")).stdout).not.toMatch(/added|undo/);
  expect(await json("import", next, "--merge")).toMatchObject({ revision: null, added: 0, changed: 0 });
});

it("G1 an import of a history says how many revisions it brought, of which undo takes back the last", async () => {
  const { directory, strata } = onStore();
  const bundle = join(directory, "all.strata");
  for (const value of ["1", "2"]) await strata("set", "a", value);
  await strata("export", bundle);
  const other = join(directory, "other");
  expect((await strata("import", bundle, "--store", other)).stdout).toContain(
    "\n1 added. `strata undo` undoes the last of its 2 revisions.\n",
  );
});

it("G1 a delete and a restore say how much they changed, and that undo takes it back", async () => {
  const { strata, json } = onStore();
  await strata("import", temporaryFile('{"a":1,"b":2,"c":3}'));
  expect((await strata("delete", "a", "b", "x")).stdout).toBe(
    "2 keys deleted (r2). `strata undo` undoes it.\n",
  );
  expect(await json("restore", "r1", "--dry-run")).toMatchObject({ revision: null, added: 2, changed: 0 });
  expect((await strata("restore", "r1", "-k", "a", "-k", "c")).stdout).toBe(
    "Restored r1 (r3): 1 added, 0 removed, 0 changed. `strata undo` undoes it.\n",
  );
  expect(await json("delete", "x")).toEqual({ revision: null, deleted: 0, safetySnapshot: null });
});

it("G1 the history names what was restored, however a person wrote it", async () => {
  const { strata, json } = onStore();
  for (const value of ["1", "2", "3"]) {
    await strata("set", "a", value);
    if (value === "1") await strata("snapshot", "-t", "release");
  }
  const detail = async () => (await json("history"))[0].detail;
  await strata("restore", "oldest:release");
  expect(await detail()).toBe("release");
  await strata("restore", "now~2");
  expect(await detail()).toBe("revision 2");
});
