/**
 * How soon the built app is there, in both shells: `npm run bench:start -- [keys] [rounds]`. Build it first; Electron needs
 * a display.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Strata } from "../e2e/pages/strata.ts";
import type { RunningApp } from "../e2e/shells/shell.ts";
import { askedFor, SHELLS, type Shell, withShells } from "./app/shells.ts";
import { makeStore } from "./app/store.ts";
import { median } from "./statistics.ts";

/** Milliseconds since the start of the process. */
interface Start {
  /** The first window has loaded its page. */
  readonly window: number;
  /** The store's first keys are on show, and a click on one is taken. */
  readonly usable: number;
}

const { keys, rounds } = askedFor(1_000_000);
const directory = mkdtempSync(join(tmpdir(), "strata-bench-start-"));
try {
  const store = join(directory, "store");
  mkdirSync(store);
  await makeStore(store, keys, 10);
  const taken: Record<Shell, Start[]> = { browser: [], electron: [] };
  await withShells(async (launch) => {
    for (let round = 0; round < rounds; round++) {
      for (const shell of SHELLS) {
        const dataDirectory = mkdtempSync(join(directory, "data-"));
        taken[shell].push(await timed(() => launch(shell, { dataDirectory, paths: [store] }), shell));
      }
    }
  });
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

async function timed(launch: () => Promise<RunningApp>, shell: Shell): Promise<Start> {
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
