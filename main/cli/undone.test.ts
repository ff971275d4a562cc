import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runHere } from "./runHere.fixture.ts";

describe("what can be taken back", () => {
  it("F26 undo says which deleted snapshots it does not restore", async () => {
    const directory = temporaryFolder();
    const here = (...args: string[]) => runHere(args, { directory });
    await here("set", "a", "1");
    const version = (await here("snapshot", "-t", "release")).stdout.trim();
    await here("set", "a", "2");
    await here("snapshot", "delete", version);
    expect(await here("undo")).toEqual({
      code: 0,
      stdout: "Undid: set of a.\n",
      stderr: expect.stringContaining(`\`strata snapshot undelete ${version}\``),
    });
    // What was deleted before the last change is not what undo was called for.
    await here("set", "a", "3");
    expect(await here("undo")).toMatchObject({ code: 0, stderr: "" });
  });

  it("F26 a prune says that it can't be undone, and undo says why it ends there", async () => {
    const directory = temporaryFolder();
    const here = (...args: string[]) => runHere(args, { directory });
    await here("set", "a", "1");
    const version = (await here("snapshot")).stdout.trim();
    for (const value of ["2", "3"]) await here("set", "a", value);
    await here("snapshot", "delete", version);
    expect((await here("prune", "--keep", "0")).stdout).toMatch(/can't be undone/);
    expect(await here("undo")).toMatchObject({
      code: 1,
      stdout: "There is nothing to undo.\n",
      stderr: expect.stringMatching(/A prune cannot be undone.*begins with r\d/),
    });
  });
});

it("F27 a store that is made in a synchronised folder says what may happen there, once", async () => {
  const directory = join(temporaryFolder(), "Dropbox");
  mkdirSync(directory);
  const made = await runHere(["set", "a", "1", "--json"], { directory });
  expect(JSON.parse(made.stderr).warning).toEqual({
    code: "RISKY_PLACE",
    message: expect.stringMatching(/Dropbox synchronises.*Keep the store elsewhere/),
  });
  expect(made.code).toBe(0);
  expect(await runHere(["get", "a"], { directory })).toMatchObject({ stderr: "" });
  expect((await runHere(["get", "a"], { directory, isTTY: true })).stderr).toMatch(/Dropbox/);
});
