import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { LICENSES_FILE, NOTICES_FILE, writeNotices } from "./scripts/notices.ts";

/** The manual page is made by the command line itself, of its own commands. */
async function writeManPage(dist: string): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(dist, "main", "cli.js"), "man"]);
  await mkdir(join(dist, "man"), { recursive: true });
  await writeFile(join(dist, "man", "strata.1"), stdout);
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const nodeEntries = {
  desktop: at("main/desktop/main.ts"),
  installed: at("main/installed/main.ts"),
  worker: at("main/api/worker.ts"),
  cli: at("main/cli/main.ts"),
  browser: at("main/browser/main.ts"),
  engine: at("main/engine/index.ts"),
};

/** Native or provided by the runtime; everything else is bundled, so that the packed app needs no node_modules but these. */
const external = ["electron", "better-sqlite3"];

/** Not a measure of anything: tests share the machine with whatever else runs on it. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } };

/** Each process that a test starts would compile some hundred modules; this makes all but the first three times as fast. */
const compiled = { NODE_COMPILE_CACHE: at("node_modules/.cache/strata-tests") };

export default defineConfig({
  root: at("renderer"),
  publicDir: at("renderer/public"),
  plugins: [react()],
  worker: { format: "es" },
  environments: {
    client: {
      build: {
        outDir: at("dist/renderer"),
        emptyOutDir: true,
        license: { fileName: LICENSES_FILE },
        target: ["chrome130", "firefox130", "safari18"],
        // The content security policy admits no data: URLs.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 2500,
      },
    },
    main: {
      consumer: "server",
      resolve: { noExternal: true, external },
      build: {
        outDir: at("dist/main"),
        emptyOutDir: true,
        license: { fileName: LICENSES_FILE },
        target: "node24",
        copyPublicDir: false,
        rolldownOptions: {
          input: nodeEntries,
          external,
          // Flat, because a chunk addresses the worker as `new URL("./worker.js", import.meta.url)`.
          output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
        },
      },
    },
    preload: {
      consumer: "server",
      resolve: { noExternal: true, external: ["electron"] },
      build: {
        outDir: at("dist/preload"),
        emptyOutDir: true,
        license: { fileName: LICENSES_FILE },
        target: "chrome140",
        copyPublicDir: false,
        rolldownOptions: {
          input: { bridge: at("preload/bridge.ts") },
          external: ["electron"],
          output: { format: "cjs", entryFileNames: "[name].cjs" },
        },
      },
    },
  },
  builder: {
    async buildApp({ build, environments }) {
      for (const environment of Object.values(environments)) await build(environment);
      const folders = Object.values(environments).map(({ config }) => config.build.outDir);
      const dist = dirname(folders[0] ?? at("dist/main"));
      writeNotices(folders, join(dist, NOTICES_FILE));
      await writeManPage(dist);
    },
  },
  test: {
    root: at("."),
    // Many tests wait for processes and disks: the core that vitest leaves free by default would stand idle.
    maxWorkers: availableParallelism(),
    projects: [
      {
        root: at("."),
        test: {
          name: "node",
          ...patience,
          environment: "node",
          env: compiled,
          // Nothing here keeps state in a module, and loading everything again for each file takes as long as the
          // tests.
          isolate: false,
          include: ["{main,shared,preload,scripts}/**/*.test.ts", "renderer/**/*.test.ts"],
        },
      },
      {
        root: at("."),
        test: {
          name: "dom",
          ...patience,
          environment: "happy-dom",
          include: ["renderer/**/*.test.tsx"],
        },
      },
    ],
  },
});
