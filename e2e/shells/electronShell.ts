import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron, type ElectronApplication, errors, type Page, test } from "@playwright/test";
import { findElectron } from "../../scripts/setup/electron.js";
import { findPackaged } from "./packaged.ts";
import type { LaunchOptions, LoopDelay, RunningApp } from "./shell.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

type Measured = { loopDelay?: ReturnType<typeof import("node:perf_hooks").monitorEventLoopDelay> };

const FLAGS = process.platform === "linux" ? ["--no-sandbox", "--disable-gpu"] : [];

const LAUNCH_TIMEOUT = 25_000;
const LAUNCH_ATTEMPTS = 3;

/**
 * On a busy machine Playwright's connection to Electron sometimes never comes about; it holds the app back until then,
 * so nothing of it has run. Any other failure at the start is reported at once.
 */
async function launchPatiently(
  options: Parameters<typeof _electron.launch>[0],
): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      const isTimeout = error instanceof errors.TimeoutError;
      if (!isTimeout || attempt === LAUNCH_ATTEMPTS) throw error;
      console.log(`Playwright did not reach Electron in ${LAUNCH_TIMEOUT / 1000} s; starting it again.`);
    }
  }
}

/** The built app in Electron. */
export function launchInElectron(watch: (page: Page) => void, options: LaunchOptions): Promise<RunningApp> {
  return launch(electronHere(), [project], watch, options);
}

/** The packaged app, which is an Electron of its own. */
export function launchPackaged(watch: (page: Page) => void, options: LaunchOptions): Promise<RunningApp> {
  return launch(findPackaged().executable, [], watch, options);
}

/** The built app in Electron without a connection to it: what it does by itself, as the start of a person. */
export function startElectron(dataDirectory: string): ChildProcess {
  return spawn(electronHere(), [...FLAGS, project], { env: environment(dataDirectory), stdio: "ignore" });
}

function environment(dataDirectory: string): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    STRATA_USER_DATA: dataDirectory,
    LANG: "en_GB.UTF-8",
  };
}

function electronHere(): string {
  const electron = process.env["STRATA_ELECTRON"] ?? findElectron();
  if (!electron) throw new Error("There is no Electron here: npm run electron:registry gets one for tests.");
  return electron;
}

async function launch(
  executablePath: string,
  leading: readonly string[],
  watch: (page: Page) => void,
  { dataDirectory, paths = [], within = LAUNCH_TIMEOUT }: LaunchOptions,
): Promise<RunningApp> {
  const app = await launchPatiently({
    executablePath,
    args: [...FLAGS, ...leading, ...paths],
    env: environment(dataDirectory),
    timeout: within,
  });
  if (process.platform === "linux") await app.evaluate(letNoPointerIn);
  const page = await app.firstWindow();
  watch(page);
  await page.waitForLoadState();

  let running = true;
  app.once("close", () => {
    running = false;
  });
  return {
    page,
    async quit() {
      if (!running) return;
      await app.evaluate(({ dialog }) => {
        // A person who is asked about unsaved edits, and closes all the same.
        dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
      });
      await app.close();
    },
    async kill() {
      const ended = app.waitForEvent("close");
      app.process().kill("SIGKILL");
      await ended;
    },
    async ended() {
      if (running) await app.waitForEvent("close", { timeout: 60_000 });
    },
    async choosingFile(path, act) {
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
      await act();
    },
    async savingFile(act, name = "saved.json") {
      const path = join(await mkdtemp(join(tmpdir(), "strata-saved-")), name);
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
      }, path);
      await act();
      return path;
    },
    async openingPage(path, look) {
      const [opened] = await Promise.all([
        app.waitForEvent("window"),
        app.evaluate(({ BrowserWindow }, file) => {
          const window = new BrowserWindow({
            show: false,
            webPreferences: { partition: "a page of its own" },
          });
          return window.loadFile(file);
        }, path),
      ]);
      try {
        return await look(opened);
      } finally {
        await opened.close();
      }
    },
    async resize(size) {
      const room = await app.evaluate(({ BrowserWindow, screen }, { width, height }) => {
        const [window] = BrowserWindow.getAllWindows();
        const [outer = 0, tall = 0] = window?.getSize() ?? [];
        const [inner = 0, high = 0] = window?.getContentSize() ?? [];
        window?.setContentSize(width, height);
        const { workAreaSize } = screen.getPrimaryDisplay();
        return { width: workAreaSize.width - (outer - inner), height: workAreaSize.height - (tall - high) };
      }, size);
      // Some systems keep a window within its screen.
      test.skip(
        room.width < size.width || room.height < size.height,
        `this screen has room for ${room.width} × ${room.height} pixels only`,
      );
      await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
    },
    signal: (name) => {
      app.process().kill(name);
    },
    hangEngine: () => app.evaluate(hangThread),
    inMain: (act, given = "") => app.evaluate(act, given),
    async measureLoopDelay() {
      await app.evaluate(() => {
        const measured = globalThis as Measured;
        measured.loopDelay?.disable();
        measured.loopDelay = process
          .getBuiltinModule("node:perf_hooks")
          .monitorEventLoopDelay({ resolution: 5 });
        measured.loopDelay.enable();
      });
    },
    loopDelay: () =>
      app.evaluate((): LoopDelay => {
        const { loopDelay } = globalThis as Measured;
        if (!loopDelay) throw new Error("measureLoopDelay was not called.");
        return { max: loopDelay.max / 1e6, p99: loopDelay.percentile(99) / 1e6 };
      }),
  };
}

/**
 * Runs in the main process. The windows of specs that run beside each other lie over each other on one display: each that
 * opens or closes would take the display's own pointer from another one, or give it to that, in the midst of a drag.
 * Playwright's pointer doesn't come by way of the display.
 */
function letNoPointerIn({ app, BrowserWindow }: typeof import("electron")): void {
  for (const window of BrowserWindow.getAllWindows()) window.setIgnoreMouseEvents(true);
  app.on("browser-window-created", (_event, window) => window.setIgnoreMouseEvents(true));
}

/**
 * Runs in the main process. Its one thread, the engine's, soon waits for what never comes, once the calls under way have
 * ended: a store in which a call hangs would be left closed. The next thread goes on.
 */
function hangThread(): void {
  const { Session } = process.getBuiltinModule("node:inspector");
  const session = new Session();
  session.connect();
  session.once("NodeWorker.attachedToWorker", ({ params: { sessionId } }) => {
    const expression = "setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 1000)";
    const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } });
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
  });
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
}
