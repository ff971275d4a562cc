import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = fileURLToPath(new URL("..", import.meta.url));
const execute = promisify(execFile);
/** On Windows npm is a batch file, which only a shell runs; what is given to it there holds no spaces. */
const isWindows = process.platform === "win32";
const npm = (args: readonly string[], cwd: string) =>
  execute(
    isWindows ? "npm.cmd" : "npm",
    [...args, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
    { cwd, shell: isWindows },
  );

let folder: string;

/** The packed Strata, installed as someone else would: in an empty folder, without anything for development. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "strata-installed-"));
  if (!existsSync(join(project, "dist/types"))) throw new Error("Nothing is built: npm run build does it.");
  // Packing would build again, under the feet of whatever else uses the build.
  await npm(["pack", "--ignore-scripts", "--pack-destination", folder], project);
  const { version } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), '{ "name": "someone", "type": "module" }');
  await npm(["install", "--omit=dev", `./strata-store-${version}.tgz`], folder);
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How the installed command is called: by its link, or, where that is a batch file, as npm's own shell would. */
const strata = (...args: readonly string[]): [program: string, args: string[]] =>
  isWindows
    ? [process.execPath, [join(folder, "node_modules", "strata-store", "dist", "main", "cli.js"), ...args]]
    : [join(folder, "node_modules", ".bin", "strata"), [...args]];

describe("the packed Strata, installed in an empty folder", () => {
  it("says how the command line is used", async () => {
    const { stdout } = await execute(...strata("--help"), { cwd: folder });
    expect(stdout).toContain("Usage: strata");
  });

  it("F27 has the notices of what it contains, and its manual page", async () => {
    const installed = join(folder, "node_modules", "strata-store");
    const notices = await readFile(join(installed, "dist", "THIRD-PARTY-NOTICES.md"), "utf8");
    expect(notices).toContain("\n## react ");
    expect(await readFile(join(installed, "dist", "man", "strata.1"), "utf8")).toMatch(/^\.TH STRATA 1/);
    const { man } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
    expect(man).toBe("dist/man/strata.1");
  });

  it("serves the app for a browser", async () => {
    const server = spawn(...strata("serve"), {
      cwd: folder,
      env: { ...process.env, STRATA_USER_DATA: join(folder, "data") },
    });
    try {
      const address = await printedAddress(server.stdout);
      const admitted = await fetch(address, { redirect: "manual" });
      const cookie = admitted.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      const page = await fetch(new URL("/", address), { headers: { cookie } });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("<title>Strata");
    } finally {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    }
  }, 30_000);

  it("runs the README's example, which prints what the README says", async () => {
    const example = await readmeExample();
    const promised = [...example.matchAll(/\/\/ (.+)$/gm)].map(([, text]) => text);
    await writeFile(join(folder, "example.js"), example);
    const { stdout } = await execute(process.execPath, ["example.js"], { cwd: folder });
    expect(stdout.trim().split("\n")).toEqual(promised);
  });

  it("gives the engine's types to the README's example", async () => {
    await writeFile(join(folder, "example.ts"), await readmeExample());
    await mkdir(join(folder, "types"), { recursive: true });
    const tsc = join(project, "node_modules/typescript/bin/tsc");
    const args = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    const roots = ["--typeRoots", join(project, "node_modules/@types")];
    await expect(
      execute(process.execPath, [tsc, ...args, ...roots, "example.ts"], { cwd: folder }),
    ).resolves.toMatchObject({ stdout: "" });
    await writeFile(
      join(folder, "wrong.ts"),
      'import { createEnhancedPersistence } from "strata-store";\n(await createEnhancedPersistence()).set(1);\n',
    );
    await expect(
      execute(process.execPath, [tsc, ...args, ...roots, "wrong.ts"], { cwd: folder }),
    ).rejects.toMatchObject({ stdout: expect.stringContaining("error TS2") });
  }, 60_000);
});

async function readmeExample(): Promise<string> {
  const readme = await readFile(join(project, "README.md"), "utf8");
  const example = /## The library\s[\s\S]*?```js\n([\s\S]+?)```/.exec(readme)?.[1];
  if (!example) throw new Error("README.md has no example under “The engine as a library”.");
  return example;
}

async function printedAddress(stdout: NodeJS.ReadableStream): Promise<string> {
  let output = "";
  for await (const chunk of stdout) {
    output += chunk;
    const address = /http:\/\/127\.\d+\.\d+\.\d+:\d+\S*(?=\s)/.exec(output)?.[0];
    if (address) return address;
  }
  throw new Error(`The server ended before it printed an address:\n${output}`);
}
