/** Measures Strata beside what people would use instead; see docs/benchmarks.md. `--help` lists the options. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWhatIsOutdated } from "../scripts/setup/build.js";
import { installPeers } from "./install.ts";
import { readOptions, usage } from "./options.ts";
import { peers } from "./peers/list.ts";
import { runRealDataRound, stopRunning } from "./processes.ts";
import { Figures } from "./report/figures.ts";
import { writePage } from "./report/page.ts";
import {
  durabilityTable,
  figureTables,
  gapLines,
  growthTable,
  realDataTable,
  toTerminal,
} from "./report/tables.ts";
import { type Cell, type Gap, merge, readResults, writeResults } from "./results.ts";
import { measureKeys, measureSnapshots } from "./rounds.ts";
import { measureRealData, type RealDataResult } from "./work/realData.ts";

if (process.argv.includes("--help")) {
  console.log(usage);
  process.exit(0);
}

const options = readOptions(process.argv.slice(2));
installPeers();
await buildWhatIsOutdated(process.execPath);

const directory = mkdtempSync(join(options.directory ?? tmpdir(), "strata-bench-"));
const course = {
  peers: peers.filter(({ file }) => options.peers.includes(file)),
  rounds: options.rounds,
  limit: options.limit,
  directory,
  run: new Date().toISOString(),
  log: (line: string) => console.error(line),
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopRunning();
    rmSync(directory, { recursive: true, force: true });
    process.exit(1);
  });
}

// What is measured is written down part by part, so that a run that is stopped has not been for nothing.
const keep = (cells: readonly Cell[], gaps: readonly Gap[], realData: RealDataResult | null) =>
  writeResults(options.output, merge(readResults(options.output), cells, gaps, realData));
try {
  for (const measurePart of [
    () => measureKeys(course, options.keys),
    () => measureSnapshots(course, options.snapshots),
  ]) {
    const { cells, gaps } = await measurePart();
    keep(cells, gaps, null);
  }
  if (options.realData) {
    const realData = await measureRealData(directory, options.rounds, (subject, place) =>
      runRealDataRound(subject, place, options.limit, course.log),
    );
    keep([], [], realData);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

const figures = new Figures(readResults(options.output));
const real = realDataTable(figures);
const tables = [
  durabilityTable(figures),
  ...figureTables(figures, "keys"),
  growthTable(figures, "keys"),
  ...figureTables(figures, "snapshots"),
  growthTable(figures, "snapshots"),
  ...(real ? [real] : []),
];
console.log(figures.results.machine);
for (const table of tables) console.log(toTerminal(table));
console.log("\nEmpty although the store has the operation:");
for (const line of gapLines(figures)) console.log(`  ${line}`);
if (options.docs) writePage(figures);
