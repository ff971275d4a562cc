import { existsSync, statSync } from "node:fs";
import { Failure } from "./failure.js";
import { inProject } from "./paths.js";
import { runNpm } from "./run.js";

/** True when `node_modules` is missing or older than the lock file. */
export function isInstallNeeded() {
  const installed = inProject("node_modules", ".package-lock.json");
  return (
    !existsSync(installed) || statSync(installed).mtimeMs < statSync(inProject("package-lock.json")).mtimeMs
  );
}

/** Installs the locked dependencies when they are missing or out of date, and says so. */
export async function installWhatIsMissing() {
  if (!isInstallNeeded()) return;
  console.log("Installing dependencies (npm ci) …");
  const { code } = await runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) {
    throw new Failure(
      "npm ci failed (see above). Strata needs the npm registry once, to install its dependencies.",
    );
  }
}
