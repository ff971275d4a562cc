import { existsSync } from "node:fs";
import { Failure } from "./failure.js";
import { inProject } from "./paths.js";
import { runNpm } from "./run.js";

const REQUIRED_MAJOR = 24;
const bundled = () =>
  inProject("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/**
 * The Node that Strata runs on: the one that `npm ci` put into `node_modules`, or this one if it is new enough.
 * npm may be set to skip install scripts; that one is then run by itself.
 * @returns {Promise<string>} an absolute path
 */
export async function findNode() {
  if (existsSync(bundled())) return bundled();
  if (Number.parseInt(process.versions.node, 10) >= REQUIRED_MAJOR) return process.execPath;
  await runNpm(["rebuild", "node", "--ignore-scripts=false", "--foreground-scripts"], { capture: true });
  if (existsSync(bundled())) return bundled();
  throw new Failure(
    `Node ${REQUIRED_MAJOR} is missing: npm skipped the install script of the dev dependency "node". ` +
      `Allow it (npm config set ignore-scripts false, then npm ci), or use Node ${REQUIRED_MAJOR} or later.`,
  );
}
