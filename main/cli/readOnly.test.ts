import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runCli } from "./runCli.fixture.ts";

it("F19 --read-only reads, and refuses a change with 7 and what to do", async () => {
  const directory = mkdtempSync(join(tmpdir(), "strata-cli-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const store = join(directory, "store");
  await runCli(["set", "a", "1"], { store });
  const bytes = () => readdirSync(store).map((name) => name + readFileSync(join(store, name), "latin1"));
  const before = bytes();
  const got = await runCli(["--read-only", "get", "a"], { store });
  expect([got.code, got.stdout.trim(), got.stderr]).toEqual([0, "1", ""]);
  const refused = await runCli(["--read-only", "set", "a", "2"], { store });
  expect(refused.code).toBe(7);
  expect(refused.stderr).toContain("was opened to be read only");
  expect(refused.stderr).toContain("copy the store");
  expect(bytes()).toEqual(before);
});
