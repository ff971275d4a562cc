import { spawn } from "node:child_process";
import { project } from "./paths.js";

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {boolean} interrupted whether this process was asked to end meanwhile
 * @property {string} output what it wrote to both streams, when that was captured or kept
 */

/**
 * Runs a program in the project's folder to its end. Ctrl-C goes to the program, which shares the terminal; a
 * SIGTERM is passed on to it. `capture` takes what it writes instead of showing it, `keep` does both.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, capture?: boolean, keep?: boolean, timeout?: number, cwd?: string }} [options]
 * @returns {Promise<Ended>} rejects only when the program could not be started
 */
export function run(command, args, { env = {}, capture = false, keep = false, timeout, cwd = project } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: capture || keep ? ["ignore", "pipe", "pipe"] : "inherit",
      // npm and its like are batch files on Windows.
      shell: process.platform === "win32" && /\.(cmd|bat)$/i.test(command),
      ...(timeout === undefined ? {} : { timeout }),
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    if (keep) {
      child.stdout?.pipe(process.stdout, { end: false });
      child.stderr?.pipe(process.stderr, { end: false });
    }

    let interrupted = false;
    const wait = () => {
      interrupted = true;
    };
    const passOn = () => {
      interrupted = true;
      child.kill("SIGTERM");
    };
    process.on("SIGINT", wait);
    process.on("SIGTERM", passOn);
    const settled = () => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", passOn);
    };
    child.once("error", (error) => {
      settled();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settled();
      resolve({ code, signal, interrupted, output });
    });
  });
}

/**
 * Runs npm with the Node that npm itself runs on, so that replacing `node_modules` does not replace it underneath.
 * @param {readonly string[]} args
 * @param {{ capture?: boolean, cwd?: string, env?: Record<string, string | undefined> }} [options]
 */
export function runNpm(args, options) {
  const npm = process.env["npm_execpath"];
  if (npm?.endsWith(".js"))
    return run(process.env["npm_node_execpath"] ?? process.execPath, [npm, ...args], options);
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}
