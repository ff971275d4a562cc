/** The built app in both shells, as a person uses it: `node bench/app.ts [keys] [rounds]`. Build it first. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { Strata } from "../e2e/pages/strata.ts";
import { launchInBrowser } from "../e2e/shells/browserShell.ts";
import { launchInElectron } from "../e2e/shells/electronShell.ts";
import type { RunningApp } from "../e2e/shells/shell.ts";
import type { Frames } from "./app/frames.ts";
import { type AppRound, appRound } from "./app/round.ts";
import { makeStore } from "./app/store.ts";
import { APP_RESULTS, type AppSummary } from "./report/appTable.ts";
import { median, quantile } from "./statistics.ts";

const keys = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 5);
const directory = mkdtempSync(join(tmpdir(), "strata-bench-app-"));
const taken: Record<"browser" | "electron", AppRound[]> = { browser: [], electron: [] };

try {
  const made = join(directory, "made");
  mkdirSync(made);
  await makeStore(made, keys, 200);
  const browser = await chromium.launch({
    executablePath: process.env["STRATA_CHROMIUM"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const watch = () => {};
  for (let round = 0; round < rounds; round++) {
    for (const shell of ["browser", "electron"] as const) {
      const store = join(directory, `${shell} ${round}`);
      cpSync(made, store, { recursive: true });
      const options = { dataDirectory: mkdtempSync(join(directory, "data-")), paths: [store] };
      let app: RunningApp | undefined;
      const open = async () => {
        app = await (shell === "browser"
          ? launchInBrowser(browser, watch, options)
          : launchInElectron(watch, options));
        return new Strata(app, shell);
      };
      try {
        taken[shell].push(await appRound(open, keys));
        console.error(`${shell} · round ${round + 1} · ${JSON.stringify(taken[shell].at(-1))}`);
      } finally {
        await app?.quit();
      }
    }
  }
  await browser.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

const time = (of: (round: AppRound) => number, all: readonly AppRound[]) => ({
  p50: median(all.map(of)),
  p95: quantile(all.map(of), 0.95),
});
const frames = (of: (round: AppRound) => Frames, all: readonly AppRound[]) => ({
  p50: median(all.map((round) => of(round).p50)),
  p95: median(all.map((round) => of(round).p95)),
  dropped: median(all.map((round) => of(round).dropped)),
  drawn: median(all.map((round) => of(round).drawn)),
});
const summary: AppSummary[] = Object.entries(taken).map(([shell, all]) => ({
  shell,
  keys,
  rounds: all.length,
  open: time((round) => round.open, all),
  filter: time((round) => round.filter, all),
  compare: time((round) => round.compare, all),
  scroll: frames((round) => round.scroll, all),
  scrub: frames((round) => round.scrub, all),
}));
writeFileSync(APP_RESULTS, `${JSON.stringify(summary, null, 1)}\n`);
console.log(JSON.stringify(summary, null, 1));
