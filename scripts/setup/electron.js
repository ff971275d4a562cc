import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inProject } from "./paths.js";
import { run } from "./run.js";

const PROBE_TIMEOUT = 5_000;
const DOWNLOAD_TIMEOUT = 5 * 60_000;

/** Where an Electron's executable is inside its folder. */
const executableName = () => {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
};

/** The folder that `npm run electron:registry` fills. */
export const registryElectron = inProject(".electron");

/** The folder that the `electron` package downloads into. */
const officialElectron = inProject("node_modules", "electron", "dist");

/**
 * An Electron that is already on this machine: the one that ELECTRON_OVERRIDE_DIST_PATH names, the one that the `electron`
 * package downloaded from its project, or, for want of it, the one of `npm run electron:registry`, which is for tests.
 * @param {string} official
 * @param {string} registry
 * @returns {string | undefined} the path of its executable
 */
export function findElectron(official = officialElectron, registry = registryElectron) {
  const folders = [process.env["ELECTRON_OVERRIDE_DIST_PATH"], official, registry];
  return folders
    .flatMap((folder) => (folder ? [join(folder, executableName())] : []))
    .find((path) => existsSync(path));
}

/**
 * The folder that an Electron was unpacked into, and its version.
 * @param {string} executable as {@link findElectron} gives it
 */
export function distribution(executable) {
  const depth = executableName().split("/").length;
  const folder = resolve(executable, ...Array(depth).fill(".."));
  return { folder, version: readFileSync(join(folder, "version"), "utf8").trim().replace(/^v/, "") };
}

/**
 * Lets the `electron` package download its binary, if its source can be reached at all.
 * @param {string} node
 * @returns {Promise<string | undefined>} the path of the executable, or undefined where it can't be had
 */
export async function downloadElectron(node) {
  if (!(await isDownloadReachable())) return undefined;
  console.log("Downloading Electron (once, about 120 MB) …");
  const install = inProject("node_modules", "electron", "install.js");
  const { code } = await run(node, [install], { capture: true, timeout: DOWNLOAD_TIMEOUT });
  return code === 0 ? findElectron() : undefined;
}

/** True where this version of Electron can be downloaded: from its project, or from the mirror that the person named. */
export async function isDownloadReachable() {
  const { version } = JSON.parse(readFileSync(inProject("node_modules", "electron", "package.json"), "utf8"));
  const mirror =
    process.env["ELECTRON_MIRROR"] ||
    process.env["npm_config_electron_mirror"] ||
    "https://github.com/electron/electron/releases/download/";
  try {
    const answer = await fetch(`${mirror}v${version}/SHASUMS256.txt`, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
