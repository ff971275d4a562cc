/** The built app in both shells, as a person uses it: `node bench/app.ts [keys] [rounds]`. Build it first. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Strata } from "../e2e/pages/strata.ts";
import type { RunningApp } from "../e2e/shells/shell.ts";
import type { Frames } from "./app/frames.ts";
import { type AppRound, appRound } from "./app/round.ts";
import { askedFor, SHELLS, type Shell, withShells } from "./app/shells.ts";
import { makeStore } from "./app/store.ts";
import { APP_RESULTS, type AppSummary } from "./report/appTable.ts";
import { median, quantile } from "./statistics.ts";

const { keys, rounds } = askedFor(100_000);
const directory = mkdtempSync(join(tmpdir(), "strata-bench-app-"));
const taken: Record<Shell, AppRound[]> = { browser: [], electron: [] };

try {
  const made = join(directory, "made");
  mkdirSync(made);
  await makeStore(made, keys, 200);
  await withShells(async (launch) => {
    for (let round = 0; round < rounds; round++) {
      for (const shell of SHELLS) {
        const store = join(directory, `${shell} ${round}`);
        cpSync(made, store, { recursive: true });
        const options = { dataDirectory: mkdtempSync(join(directory, "data-")), paths: [store] };
        let app: RunningApp | undefined;
        const open = async () => {
          app = await launch(shell, options);
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
  });
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
