import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "@playwright/test";
import type { LaunchOptions, LoopDelay, RunningApp } from "./shell.ts";

const server = fileURLToPath(new URL("../../dist/main/browser.js", import.meta.url));
const probe = new URL("loopDelayProbe.js", import.meta.url).href;

/** Starts the loopback server and opens the address it prints. */
export async function launchInBrowser(
  browser: Browser,
  watch: (page: Page) => void,
  { dataDirectory, paths = [] }: LaunchOptions,
): Promise<RunningApp> {
  const child = spawn(process.execPath, ["--import", probe, server, ...paths], {
    env: { ...process.env, STRATA_USER_DATA: dataDirectory },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const address = await printedAddress(child);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
  const page = await context.newPage();
  watch(page);
  // Only while somebody listens are file choosers held back from the browser, and that takes a moment to begin.
  page.on("filechooser", () => {});
  await page.goto(address);

  const end = async (signal: NodeJS.Signals) => {
    await context.close();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    page,
    quit: () => end("SIGTERM"),
    async kill() {
      // That the connection is lost is no error of the page's then.
      page.removeAllListeners("console");
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await Promise.all([ended, context.close()]);
    },
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
    async choosingFile(path, act) {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), act()]);
      await chooser.setFiles(path);
    },
    async savingFile(act) {
      const [download] = await Promise.all([page.waitForEvent("download"), act()]);
      const path = join(await mkdtemp(join(tmpdir(), "strata-saved-")), download.suggestedFilename());
      await download.saveAs(path);
      return path;
    },
    async openingPage(path, look) {
      const opened = await browser.newPage();
      try {
        await opened.goto(pathToFileURL(path).href);
        return await look(opened);
      } finally {
        await opened.close();
      }
    },
    resize: (size) => page.setViewportSize(size),
    signal: (name) => {
      child.kill(name);
    },
    async hangEngine() {
      child.send("hang");
    },
    inMain: () => Promise.reject(new Error("Only Electron has a main process that can be reached into.")),
    async measureLoopDelay() {
      child.send("reset");
    },
    async loopDelay() {
      const answer = once(child, "message");
      child.send("read");
      return ((await answer) as [LoopDelay])[0];
    },
  };
}

/** Waits for the address on standard output; an app that ends before it has printed one is an error with its output. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /http:\/\/\w+\.localhost:\d+\S*/.exec(output)?.[0];
      if (address && output.includes("\n", output.indexOf(address))) resolve(address);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code, signal) => {
      reject(new Error(`The server ended (${code ?? signal}) before it printed an address:\n${output}`));
    });
  });
}
