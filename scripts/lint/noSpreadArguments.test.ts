import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const project = resolve(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "strata-lint-"));
const biome = join(project, "node_modules/@biomejs/biome/bin/biome");

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The lines of a text that the rule refuses. */
function refused(code: string): number[] {
  const config = { plugins: [join(import.meta.dirname, "noSpreadArguments.grit")] };
  writeFileSync(join(directory, "biome.json"), JSON.stringify(config));
  writeFileSync(join(directory, "code.ts"), code);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "lint", "--only=plugin", "--reporter=github", "code.ts"],
    { cwd: directory, encoding: "utf8" },
  );
  return [...`${stdout}${stderr}`.matchAll(/line=(\d+)/g)].map(([, line]) => Number(line));
}

it("F12 the lint refuses a list of unknown length that is spread into a call", () => {
  const code = [
    "declare const list: number[];",
    "declare const out: number[];",
    "out.push(...list);",
    "Math.max(0, ...list);",
    "String.fromCharCode(...list);",
    "new Set(...list);",
    "out.splice(0, 1, ...list.map((x) => x));",
    "const all = [...list, ...out];",
    "const object = { ...{ a: 1 } };",
    "const forward = (...args: number[]) => Math.max(...args);",
    "// biome-ignore lint/plugin: three of them.",
    "out.push(...list);",
  ].join("\n");
  expect(refused(code)).toEqual([3, 4, 5, 6, 7]);
});

it("F12 the rule is in force for everything that ships", () => {
  const { overrides } = JSON.parse(readFileSync(join(project, "biome.json"), "utf8")) as {
    overrides: { includes: string[]; plugins?: string[] }[];
  };
  const rule = overrides.find(({ plugins }) => plugins?.includes("./scripts/lint/noSpreadArguments.grit"));
  expect(rule?.includes).toEqual(
    expect.arrayContaining(["main/**", "preload/**", "renderer/**", "shared/**"]),
  );
});
