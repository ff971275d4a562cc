import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./paths.js";
import { run } from "./run.js";

/**
 * @typedef {object} Browser
 * @property {string} path the executable
 * @property {Record<string, string>} env what it needs in its environment
 */

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** What to do where no browser was found. */
export const CHROMIUM_ADVICE =
  "No Chromium that starts was found. Install one (Debian: apt-get install chromium), or name one in STRATA_CHROMIUM.";

/**
 * A Chromium that starts on this machine: the one STRATA_CHROMIUM names, an installed one, or the one that the npm
 * package `@sparticuz/chromium` carries (unpacked into the system's temporary folder).
 * @param {string} node
 * @returns {Promise<Browser | undefined>}
 */
export async function findChromium(node) {
  const named = process.env["STRATA_CHROMIUM"];
  for (const path of named ? [named] : INSTALLED) {
    if (existsSync(path) && (await starts({ path, env: {} }))) return { path, env: {} };
  }
  return named || process.platform !== "linux" ? undefined : findCarried(node);
}

/**
 * The carried one may lack system libraries; the package brings those along too, but unpacks them only where it
 * believes to be on Amazon Linux, and into the temporary folder, whose name anybody could take before.
 * @param {string} node
 * @returns {Promise<Browser | undefined>}
 */
async function findCarried(node) {
  const ask =
    'const { default: chromium } = await import("@sparticuz/chromium");' +
    "console.log(await chromium.executablePath());";
  for (const place of [{ name: "plain" }, { name: "with-libraries", asIf: "AWS_Lambda_nodejs24.x" }]) {
    const folder = inProject("node_modules", ".cache", "chromium", place.name);
    mkdirSync(folder, { recursive: true });
    const env = { TMPDIR: folder, AWS_EXECUTION_ENV: place.asIf };
    const { code, output } = await run(node, ["--input-type=module", "-e", ask], { capture: true, env });
    if (code !== 0) continue;
    const libraries = join(folder, "al2023", "lib");
    /** @type {Browser} */
    const browser = { path: output.trim(), env: existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {} };
    if (await starts(browser)) return browser;
  }
  return undefined;
}

/**
 * @param {Browser} browser
 * @returns {Promise<boolean>}
 */
async function starts({ path, env }) {
  try {
    const { code } = await run(path, ["--version"], { capture: true, timeout: 30_000, env });
    return code === 0;
  } catch {
    return false;
  }
}
