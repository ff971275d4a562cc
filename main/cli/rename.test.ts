import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runHere } from "./runHere.fixture.ts";

it("G1 rename gives a key another name, as one revision that its history names and undo takes back", async () => {
  const directory = temporaryFolder();
  const strata = (...args: string[]) => runHere(args, { directory });
  const json = async (...args: string[]) => JSON.parse((await strata(...args, "--json")).stdout);
  await strata("set", "a", '{"n": 1.0}');
  expect(await strata("rename", "a", "b")).toEqual({
    code: 0,
    stdout: "a is b now (r2). `strata undo` undoes it.\n",
    stderr: "",
  });
  expect((await strata("list", "--values")).stdout).toBe('{"key":"b","value":{"n":1.0}}\n');
  expect((await json("history"))[0]).toMatchObject({ operation: "rename", detail: "a → b", touched: 2 });
  await strata("undo");
  expect(await json("list")).toEqual(["a"]);
  expect(await json("rename", "a", "c")).toEqual({ revision: 4, from: "a", to: "c" });
});

it("G1 rename refuses a name that is taken, the same name, and a key that is not there; nothing changes", async () => {
  const directory = temporaryFolder();
  const strata = (...args: string[]) => runHere(args, { directory });
  await strata("set", "a", "1");
  await strata("set", "b", "2");
  expect(await strata("rename", "a", "b")).toMatchObject({ code: 5, stderr: expect.stringMatching(/“b”/) });
  expect(await strata("rename", "a", "a")).toMatchObject({ code: 3, stderr: expect.stringMatching(/“a”/) });
  expect(await strata("rename", "x", "y")).toMatchObject({ code: 4, stderr: expect.stringMatching(/“x”/) });
  expect(await strata("rename", "a", "")).toMatchObject({ code: 3 });
  expect((await strata("list", "--values")).stdout).toBe('{"key":"a","value":1}\n{"key":"b","value":2}\n');
});
