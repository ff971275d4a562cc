import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = fileURLToPath(new URL("..", import.meta.url));

/** [the file that imports, what it imports] */
const forbidden = [
  ["renderer/features/a.ts", "../../main/engine/index.ts"],
  ["renderer/features/b.ts", "../../preload/bridge.ts"],
  ["renderer/state/c.ts", "electron"],
  ["renderer/state/d.ts", "node:fs"],
  ["preload/e.ts", "../renderer/state/store.ts"],
  ["preload/f.ts", "../main/desktop/windows.ts"],
  ["shared/json/g.ts", "../../main/engine/index.ts"],
  ["shared/json/h.ts", "../../renderer/state/store.ts"],
  ["shared/json/i.ts", "node:path"],
  ["shared/model/j.ts", "electron"],
  ["main/engine/k.ts", "../api/handlers.ts"],
  ["main/engine/backends/sqlite/l.ts", "../../../api/handlers.ts"],
  ["main/engine/domain/read/l1.ts", "../../backends/sqlite/core/core.ts"],
  ["main/engine/domain/leaf/l2.ts", "../../backends/sqlite/storage/schema.ts"],
  ["main/engine/domain/search/l3.ts", "better-sqlite3"],
  ["main/engine/m.ts", "../../shared/contract/index.ts"],
  ["main/engine/n.ts", "electron"],
  ["main/engine/o.ts", "zod"],
  ["main/engine/p.ts", "../cli/main.ts"],
  ["main/engine/p1.ts", "../service/moments.ts"],
  ["main/service/p2.ts", "../api/stores.ts"],
  ["main/service/p3.ts", "../cli/context.ts"],
  ["main/service/p4.ts", "../engine/history/records.ts"],
  ["main/service/p41.ts", "../engine/transfer/importFile.ts"],
  ["main/service/p42.ts", "@orpc/server"],
  ["main/service/p5.ts", "commander"],
  ["main/service/p6.ts", "electron"],
  ["main/browser/p7.ts", "../service/moments.ts"],
  ["main/desktop/p8.ts", "../service/moments.ts"],
  ["main/api/q.ts", "../desktop/windows.ts"],
  ["main/api/r.ts", "../browser/server.ts"],
  ["main/api/s.ts", "electron"],
  ["main/api/t.ts", "../../renderer/state/store.ts"],
  ["main/browser/u.ts", "electron"],
  ["main/browser/v.ts", "../desktop/windows.ts"],
  ["main/browser/w.ts", "../engine/index.ts"],
  ["main/desktop/x.ts", "../browser/server.ts"],
  ["main/desktop/y.ts", "../engine/index.ts"],
  ["main/cli/z.ts", "electron-store"],
] as const;

const allowed = [
  ["renderer/features/a1.ts", "../../shared/contract/index.ts"],
  ["renderer/features/a2.ts", "react"],
  ["preload/a3.ts", "../shared/contract/index.ts"],
  ["preload/a4.ts", "electron"],
  ["main/engine/a5.ts", "../../shared/model/index.ts"],
  ["main/engine/backends/sqlite/a6.ts", "../../../../shared/json/text.ts"],
  ["main/engine/domain/read/a7.ts", "../history/revisions.ts"],
  ["main/engine/domain/read/a71.ts", "../../backends/backend.ts"],
  ["main/engine/backends/sqlite/a8.ts", "better-sqlite3"],
  ["main/engine/backends/sqlite/read/a81.ts", "../../../domain/read/moment.ts"],
  ["main/api/a9.ts", "../engine/index.ts"],
  ["main/api/a10.ts", "../../shared/contract/index.ts"],
  ["main/desktop/a11.ts", "electron"],
  ["main/desktop/a12.ts", "../api/host.ts"],
  ["main/browser/a13.ts", "../api/host.ts"],
  ["main/cli/a14.ts", "../engine/index.ts"],
  ["main/cli/a15.ts", "../service/moments.ts"],
  ["main/api/a16.ts", "../service/moments.ts"],
  ["main/service/a17.ts", "../engine/index.ts"],
  ["main/service/a171.ts", "../engine/transfer/index.ts"],
  ["main/service/a18.ts", "../../shared/model/index.ts"],
] as const;

const directory = await mkdtemp(join(tmpdir(), "strata-arrows-"));
let refused: ReadonlySet<string>;

beforeAll(async () => {
  await cp(join(project, "biome.json"), join(directory, "biome.json"));
  await cp(join(project, "scripts/lint"), join(directory, "scripts/lint"), { recursive: true });
  for (const [file, imported] of [...forbidden, ...allowed]) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(
      join(directory, file),
      `import * as imported from "${imported}";\nexport const planted = imported;\n`,
    );
  }
  refused = await filesRefusedFor(/noRestrictedImports|noNodejsModules/);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("the imports between the folders", () => {
  it.each(forbidden)("%s may not import %s", (file) => expect(refused).toContain(file));
  it.each(allowed)("%s may import %s", (file) => expect(refused).not.toContain(file));
});

/** What may import what in the page. Tests put the parts together. */
const page: Readonly<Record<string, readonly string[]>> = {
  ui: ["ui"],
  client: ["client"],
  comparison: ["comparison", "client", "data", "state", "ui"],
  moments: ["moments", "client", "data", "state", "ui"],
  commands: ["commands", "client", "state", "ui"],
};
const sharedByFeatures = ["client", "commands", "comparison", "data", "moments", "state", "ui"];

describe("the folders of the page", () => {
  const root = join(project, "renderer");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\.tsx?$/.test(file),
  );
  const folderOf = (file: string) => file.split(sep)[0] ?? "";
  const featureOf = (file: string) => file.split(sep).slice(0, 2).join("/");
  const imports = files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(/(?:from |import |import\()"(\.[^"]+)"/g)].map(([, imported = ""]) => {
      const path = relative(root, join(root, dirname(file), imported));
      return { file, imported: path, from: folderOf(file), to: folderOf(path) };
    });
  });
  const shown = (list: typeof imports) => list.map(({ file, imported }) => `${file} imports ${imported}`);

  it("no feature imports another, or what puts them together", () => {
    expect(imports.length).toBeGreaterThan(1000);
    const wrong = imports.filter(({ file, imported, from, to }) => {
      if (from !== "features" || to === ".." || /\.css$/.test(imported)) return false;
      return to === "features" ? featureOf(file) !== featureOf(imported) : !sharedByFeatures.includes(to);
    });
    expect(shown(wrong)).toEqual([]);
  });

  it("the keyboard has one listener, and none asks the page what lies over it", () => {
    const naming = (pattern: RegExp) =>
      files
        .filter((file) => pattern.test(readFileSync(join(root, file), "utf8")))
        .map((file) => file.replaceAll(sep, "/"));
    // The other one only keeps from the page what belongs to an input method.
    expect(naming(/addEventListener\(\s*"key(down|up|press)"/).sort()).toEqual([
      "commands/keyboard.ts",
      "ui/inputMethod.ts",
    ]);
    expect(naming(/\[role=(alert)?dialog\]|\[role=menu\]|dialog\[open\]/)).toEqual([]);
  });

  it("what features share knows no feature", () => {
    const wrong = imports.filter(({ from, to }) => to !== ".." && page[from]?.includes(to) === false);
    expect(shown(wrong)).toEqual([]);
  });

  it("only what begins the page imports the part that puts it together", () => {
    const wrong = imports.filter(({ from, to }) => to === "app" && !["app", "main.tsx"].includes(from));
    expect(shown(wrong)).toEqual([]);
  });
});

async function filesRefusedFor(rule: RegExp): Promise<ReadonlySet<string>> {
  const report = await new Promise<string>((settle) => {
    const biome = join(project, "node_modules/@biomejs/biome/bin/biome");
    execFile(
      process.execPath,
      [biome, "lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=github", "."],
      { cwd: directory, maxBuffer: 1 << 24 },
      (_error, stdout, stderr) => settle(stdout + stderr),
    );
  });
  const files = new Set<string>();
  for (const line of report.split("\n")) {
    const file = /file=([^,]+)/.exec(line)?.[1];
    if (file && rule.test(line)) files.add(relative(directory, resolve(directory, file)));
  }
  return files;
}
