import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const start = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "start.js"), ...args], { encoding: "utf8" });

it.each(["--help", "-h", "help"])("F25 npm start -- %s says what it takes and does nothing else", (word) => {
  const { status, stdout, stderr } = start(word);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: npm start/);
  expect(stdout).not.toMatch(/Building|http:/);
});

it("F25 npm start refuses an option that it does not know", () => {
  expect(start("--prot", "1")).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/doesn't know --prot.*--help/),
  });
});
