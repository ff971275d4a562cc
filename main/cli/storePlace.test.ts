import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";

/** A folder as a project has it, with these files beside. */
function project(files: Readonly<Record<string, string>> = {}) {
  const directory = temporaryFolder();
  mkdirSync(join(directory, ".git"));
  for (const [name, text] of Object.entries({ "README.md": "# Mine", ...files })) {
    writeFileSync(join(directory, name), text);
  }
  const strata = (...args: string[]) => runCli(args, { directory });
  return { directory, strata };
}

describe("the store that a command uses when none is named", () => {
  it("F23 import makes it beside the file, and every later command in that folder finds it", async () => {
    const { directory, strata } = project({ "data.json": '{"user":{"name":"Ann"},"n":1}' });
    expect(await strata("import", "data.json")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^2 entries imported from data\.json into data\.json\.store \(r1, /),
    });
    expect((await strata("get", "n")).stdout).toBe("1\n");
    expect(await strata("set", "n", "2")).toMatchObject({ code: 0 });
    expect(await strata("watch", "--stop")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/data\.json\.store/),
    });
    expect((await strata("list", "-C", directory)).stdout).toBe("n\nuser\n");
    expect((await runCli(["get", "n", "-C", directory], { directory: "/" })).stdout).toBe("2\n");
    expect(readdirSync(directory).sort()).toEqual([".git", "README.md", "data.json", "data.json.store"]);
    // The same file again goes to the same store.
    expect((await strata("import", "data.json")).stdout).toMatch(/into data\.json\.store \(r3/);
  });

  it("F23 another file has another store, and then a command asks which is meant", async () => {
    const { strata } = project({ "a.json": '{"a":1}', "b.json": '{"b":1}' });
    await strata("import", "a.json");
    // With --merge the second file is imported into the existing store.
    expect((await strata("import", "b.json", "--merge")).stdout).toMatch(/into a\.json\.store/);
    expect((await strata("list")).stdout).toBe("a\nb\n");
    await strata("import", "b.json");
    expect(await strata("list")).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(
        /contains 2 stores: a\.json\.store, b\.json\.store\. Name one with --store/,
      ),
    });
    expect((await strata("list", "--store", "b.json.store")).stdout).toBe("b\n");
    expect((await strata("import", "a.json")).stdout).toMatch(/into a\.json\.store/);
  });

  it("F23 a folder with nothing but version control holds a store itself", async () => {
    const directory = temporaryFolder();
    for (const name of [".git", ".svn", ".hg"]) mkdirSync(join(directory, name));
    writeFileSync(join(directory, ".gitignore"), "node_modules");
    const strata = (...args: string[]) => runCli(args, { directory });
    expect(await strata("set", "a", "1")).toMatchObject({ code: 0 });
    expect(existsSync(join(directory, "strata.db"))).toBe(true);
    const other = project({ "data.json": "[1]" });
    expect((await strata("import", join(other.directory, "data.json"))).stdout).toMatch(/into this folder/);
    expect((await strata("list")).stdout).toBe("0\n");
  });

  it.each([
    ["a file that is not there", "dota.json"],
    ["a file that is no JSON", "broken.json"],
    ["a file cut short", "short.json"],
  ])("F23 an import of %s makes no store and leaves nothing behind", async (_, name) => {
    const files = { "broken.json": "hello", "short.json": `{"a":1,"b":${"[1,".repeat(50)}` };
    const { directory, strata } = project(files);
    const before = readdirSync(directory).sort();
    expect(await strata("import", name)).toMatchObject({ stdout: "", code: name === "dota.json" ? 4 : 3 });
    expect(await strata("import", name, "--store", "deep/er/store")).toMatchObject({ stdout: "" });
    expect(readdirSync(directory).sort()).toEqual(before);
    // Nor in a folder that could hold one, which stays.
    const empty = temporaryFolder();
    mkdirSync(join(empty, ".git"));
    await runCli(["import", join(directory, name)], { directory: empty });
    expect(readdirSync(empty)).toEqual([".git"]);
    expect(readFileSync(join(directory, "short.json"), "utf8")).toBe(files["short.json"]);
  });

  it("F23 a failed import leaves a store that was there as it was", async () => {
    const { directory, strata } = project({ "data.json": '{"a":1}' });
    await strata("import", "data.json");
    writeFileSync(join(directory, "data.json"), "{");
    expect(await strata("import", "data.json")).toMatchObject({ code: 3 });
    expect((await strata("get", "a")).stdout).toBe("1\n");
  });

  it("F23 without a store and without a file, a command says what to do", async () => {
    const { directory, strata } = project();
    expect(await strata("list")).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/strata import <file>/),
    });
    expect(await strata("set", "a", "1")).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/README\.md/),
    });
    expect(readdirSync(directory).sort()).toEqual([".git", "README.md"]);
  });
});
