import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { cp, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { extractFile, listPackage } from "@electron/asar";
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from "@electron/fuses";
import { median } from "../../bench/statistics.ts";
import { expect, test } from "../fixtures.ts";
import { findPackaged } from "../shells/packaged.ts";

const STARTS = 3;
const MEGABYTE = 1_000_000;
const { arch, platform } = process;
const binary = `${platform}-${arch}.node`;

test("a window is usable soon after the start, and a file named on the command line opens in it", async ({
  launch,
  dataDirectory,
}) => {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    const { app, page } = await launch();
    await page.getByRole("button", { name: "New store" }).click({ trial: true });
    starts.push(performance.now() - began);
    await app.quit();
  }
  const { folder, resources } = findPackaged();
  const size = (path: string) => `${(sizeOf(path) / MEGABYTE).toFixed(1)} MB`;
  console.log(
    `packaged app: ${size(folder)}, of which its own ${size(resources)}; ` +
      `usable window after ${median(starts).toFixed(0)} ms (median of ${STARTS} starts)`,
  );

  const file = join(dataDirectory, "crew.json");
  await writeFile(file, '{"captain":"Ada","cook":"Grace"}');
  const strata = await launch({ paths: [file] });
  await expect(strata.importDialog.dialog).toBeVisible();
  await strata.importDialog.confirm();
  await strata.explorer.select("cook");
  await strata.editor.expectValue("cook", '"Grace"');
});

test("shows its own page, whatever its environment says about one under development", async ({ launch }) => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end("another page");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env["STRATA_DEV_PAGE"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { page } = await launch();
    await expect(page.getByRole("button", { name: "New store" })).toBeVisible();
    expect(asked).toBe(0);
  } finally {
    delete process.env["STRATA_DEV_PAGE"];
    server.close();
  }
});

test("its fuses close what the app doesn't use", async () => {
  const wire = await getCurrentFuseWire(findPackaged().executable);
  const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    // These tests come in by it: `--dir` alone turns it on.
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    fileProtocolPrivileges: false,
    cookieEncryption: true,
    asarIntegrity: true,
    onlyFromAsar: true,
    inspect: true,
  });
});

test.describe("F15 the app does not let itself be remote-controlled", () => {
  const flags = platform === "linux" ? ["--no-sandbox", "--disable-gpu"] : [];

  /** Starts it as anybody could, and gives its end; null when it was still running after a while. */
  async function end(executable: string, data: string, ...args: string[]) {
    const child = spawn(executable, [...flags, ...args], { env: { ...process.env, STRATA_USER_DATA: data } });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const [code] = (await once(child, "exit")) as [number | null];
    clearTimeout(timer);
    return { code, said };
  }

  for (const given of [
    ["--remote-debugging-port=0"],
    ["--remote-debugging-pipe"],
    ["-remote-debugging-port=0"],
  ]) {
    test(`with ${given.join(" ")} it ends before it listens or has a window`, async ({ dataDirectory }) => {
      const { code, said } = await end(findPackaged().executable, dataDirectory, ...given);
      expect(said).toContain(`Strata does not start with -${given[0]?.replace(/^-+/, "-").split("=")[0]}`);
      expect(said).not.toContain("DevTools listening");
      expect(code).toBe(2);
      expect(await readdir(dataDirectory)).not.toContain("settings.json");
    });
  }

  test("with Node's inspector closed by its fuse, as people install it, no switch opens one", async ({
    dataDirectory,
  }) => {
    const { folder, executable } = findPackaged();
    const copy = join(dataDirectory, "installed");
    await cp(folder, copy, { recursive: true });
    const installed = join(copy, relative(folder, executable));
    await flipFuses(installed, {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
    });
    for (const given of [
      ["--inspect=0"],
      ["--inspect-brk=0"],
      ["--inspect=0", "--remote-debugging-port=0"],
    ]) {
      const { code, said } = await end(installed, join(dataDirectory, "data"), ...given);
      expect(said).not.toMatch(/Debugger listening|DevTools listening/);
      expect(said).toContain("Strata does not start with --");
      expect(code).toBe(2);
    }
  });
});

test("it holds the app and SQLite's binary for this system, and nothing else", async () => {
  const { resources } = findPackaged();
  const archive = join(resources, "app.asar");
  const held = listPackage(archive, { isPack: false }).map((path) => path.replaceAll("\\", "/"));
  const below = (folder: string) => [
    ...new Set(
      held.flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length).split("/")[0]] : [])),
    ),
  ];

  expect(below("/").sort()).toEqual(["LICENSE", "dist", "node_modules", "package.json"]);
  expect(below("/dist/").sort()).toEqual(["main", "preload", "renderer"]);
  expect(below("/node_modules/")).toEqual(["better-sqlite3"]);
  expect(below("/node_modules/better-sqlite3/").sort()).toEqual([
    "LICENSE",
    "lib",
    "package.json",
    "prebuilds",
  ]);
  expect(held.filter((path) => /\.(ts|map)$/.test(path))).toEqual([]);
  const manifest = JSON.parse(extractFile(archive, "package.json").toString());
  expect(manifest).toMatchObject({ name: "strata-store", main: "dist/main/installed.js" });
  expect(manifest.devDependencies).toBeUndefined();

  const unpacked = join(resources, "app.asar.unpacked");
  const files = await readdir(unpacked, { recursive: true });
  const natives = files.filter((path) => path.endsWith(".node"));
  expect(natives).toEqual([join("node_modules", "better-sqlite3", "prebuilds", binary)]);
  expect(files.filter((path) => statSync(join(unpacked, path)).isFile())).toEqual(natives);
});

test("F27 the notices of what it contains lie beside it, those of Electron and Chromium too", () => {
  const { folder, resources } = findPackaged();
  const names = [...readdirSync(folder), ...readdirSync(resources)];
  for (const name of [
    "THIRD-PARTY-NOTICES.md",

    "LICENSE.electron.txt",
    "LICENSES.chromium.html",
  ]) {
    expect(names).toContain(name);
  }
  const notices = readFileSync(join(resources, "THIRD-PARTY-NOTICES.md"), "utf8");
  expect(notices).toContain("\n## react ");
  expect(notices).toContain("\n## better-sqlite3 ");
});

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
}
