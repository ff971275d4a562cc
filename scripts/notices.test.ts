import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBuilder } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOTICES_FILE } from "./notices.ts";

const project = join(import.meta.dirname, "..");
/** A project's root as the build finds it, so that nothing is built into the real one. */
const root = mkdtempSync(join(tmpdir(), "strata-notices-"));
const out = join(root, "dist");
let notices = "";

/** A whole build with source maps, which say of every line that is shipped which package it is from. */
beforeAll(async () => {
  copyFileSync(join(project, "package.json"), join(root, "package.json"));
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"), "junction");
  const build = (name: string) => ({ build: { outDir: join(out, name), sourcemap: true } });
  const builder = await createBuilder({
    configFile: join(project, "vite.config.ts"),
    logLevel: "error",
    environments: { client: build("renderer"), main: build("main"), preload: build("preload") },
  });
  await builder.buildApp();
  notices = readFileSync(join(out, NOTICES_FILE), "utf8");
}, 240_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const files = () => readdirSync(out, { recursive: true, encoding: "utf8" });

describe("what Strata ships of others", () => {
  it("F27 the notices name every package of which something is bundled, with its licence", () => {
    const bundled = new Set<string>();
    for (const name of files().filter((file) => file.endsWith(".map"))) {
      const { sources } = JSON.parse(readFileSync(join(out, name), "utf8")) as { sources: string[] };
      for (const source of sources) {
        const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
        if (found !== undefined) bundled.add(found);
      }
    }
    expect(bundled.size).toBeGreaterThan(60);
    const missing = [...bundled].filter((name) => !notices.includes(`\n## ${name} `));
    expect(missing).toEqual([]);
    for (const [, title = "", text = ""] of notices.matchAll(/^## (.+)\n\n((?: {4}.*\n|\n)*)/gm)) {
      expect(text.length, title).toBeGreaterThan(400);
    }
  });

  it("F27 the notices name every typeface that is bundled, and what is shipped as a package of its own", () => {
    const fonts = files().filter((file) => file.endsWith(".woff2"));
    expect(fonts.length).toBeGreaterThan(0);
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    const typefaces = Object.keys(devDependencies).filter((name) => name.startsWith("@fontsource"));
    for (const name of [...typefaces, ...Object.keys(dependencies)])
      expect(notices).toContain(`\n## ${name} `);
    for (const font of fonts) {
      const isKnown = typefaces.some((name) => font.includes(name.split("/").at(-1) ?? name));
      expect(isKnown, font).toBe(true);
    }
  });

  it("F27 no list that the notices were made of is shipped", () => {
    expect(files().filter((file) => file.endsWith("licenses.json"))).toEqual([]);
    expect(existsSync(join(out, "man", "strata.1"))).toBe(true);
  });
});
