/**
 * How soon the built app is there, in both shells: `npm run bench:start -- [keys] [rounds]`. Build it first; Electron needs
 * a display.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { Strata } from "../e2e/pages/strata.ts";
import { launchInBrowser } from "../e2e/shells/browserShell.ts";
import { launchInElectron } from "../e2e/shells/electronShell.ts";
import type { RunningApp } from "../e2e/shells/shell.ts";
import { makeStore } from "./app/store.ts";
import { median } from "./statistics.ts";

/** Milliseconds since the start of the process. */
interface Start {
  /** The first window has loaded its page. */
  readonly window: number;
  /** The store's first keys are on show, and a click on one is taken. */
  readonly usable: number;
}

const keys = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 5);
if (!(keys >= 1 && rounds >= 1))
  throw new Error("Expected a count of keys and one of rounds, both 1 or more.");

const directory = mkdtempSync(join(tmpdir(), "strata-bench-start-"));
try {
  const store = join(directory, "store");
  mkdirSync(store);
  await makeStore(store, keys, 10);
  const browser = await chromium.launch({
    executablePath: process.env["STRATA_CHROMIUM"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const watch = () => {};
  const shells = {
    browser: (dataDirectory: string) => launchInBrowser(browser, watch, { dataDirectory, paths: [store] }),
    electron: (dataDirectory: string) => launchInElectron(watch, { dataDirectory, paths: [store] }),
  };
  const taken: Record<keyof typeof shells, Start[]> = { browser: [], electron: [] };
  for (let round = 0; round < rounds; round++) {
    for (const shell of ["browser", "electron"] as const) {
      const dataDirectory = mkdtempSync(join(directory, "data-"));
      taken[shell].push(await timed(() => shells[shell](dataDirectory), shell));
    }
  }
  await browser.close();
  for (const [shell, starts] of Object.entries(taken)) {
    const middle = (of: (start: Start) => number) => `${median(starts.map(of)).toFixed(0)} ms`;
    console.log(
      `${shell}: first window ${middle((start) => start.window)}, ` +
        `store of ${keys.toLocaleString("en")} keys usable ${middle((start) => start.usable)} ` +
        `(medians of ${rounds} starts)`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function timed(launch: () => Promise<RunningApp>, shell: "browser" | "electron"): Promise<Start> {
  const began = performance.now();
  const app = await launch();
  try {
    const window = performance.now() - began;
    await new Strata(app, shell).explorer.keys.getByRole("option").first().click();
    return { window, usable: performance.now() - began };
  } finally {
    await app.quit();
  }
}
