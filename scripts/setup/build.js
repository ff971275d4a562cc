import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.js";
import { inProject } from "./paths.js";
import { run } from "./run.js";

const SOURCES = [
  "main",
  "preload",
  "renderer",
  "shared",
  "scripts/notices.ts",
  "vite.config.ts",
  "package.json",
  "package-lock.json",
];
const stamp = inProject("dist", ".built");

/**
 * The latest change below a path, in milliseconds since 1970. Folders count too: removing a file changes its folder.
 * @param {string} path
 * @returns {number}
 */
function latestChange(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, latestChange(join(path, name))),
    found.mtimeMs,
  );
}

/** True when there is no build, or a source changed after the last one began. */
export function isBuildNeeded() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return SOURCES.some((source) => latestChange(inProject(source)) > built);
}

/**
 * Builds main, preload, renderer and the engine's declarations into `dist/` when a source is newer.
 * @param {string} node the Node to build with
 */
export async function buildWhatIsOutdated(node) {
  if (!isBuildNeeded()) return;
  console.log("Building …");
  const began = new Date();
  const vite = inProject("node_modules", "vite", "bin", "vite.js");
  const tsc = inProject("node_modules", "typescript", "bin", "tsc");
  for (const command of [
    [vite, "build", "--logLevel", "warn"],
    [tsc, "-p", "tsconfig.types.json"],
  ]) {
    const { code, output } = await run(node, command, { capture: true });
    if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe build failed (see above).`);
  }
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(stamp, "");
  utimesSync(stamp, began, began);
}
