/*
 * Provokes faults and counts what survives. Usage: npm run test:faults [-- --quick] [-- --only <part of a name>] [-- --seed <n>]
 * The pass criterion of each test: nothing acknowledged is lost, the store opens, and an error says what and what to do.
 */
import { parseArgs } from "node:util";
import type { FaultTest } from "./report.ts";
import { copies } from "./tests/copies.ts";
import { corruption } from "./tests/corruption.ts";
import { diskFull } from "./tests/diskFull.ts";
import { extremes } from "./tests/extremes.ts";
import { fuzz } from "./tests/fuzz.ts";
import { hostile } from "./tests/hostile.ts";
import { hostileStore } from "./tests/hostileStore.ts";
import { interference } from "./tests/interference.ts";
import { ioErrors } from "./tests/ioErrors.ts";
import { jsonSuite } from "./tests/jsonSuite.ts";
import { kill } from "./tests/kill.ts";
import { patterns } from "./tests/patterns.ts";
import { powerLoss } from "./tests/powerLoss.ts";
import { processes } from "./tests/processes.ts";
import { recovery } from "./tests/recovery.ts";
import { watchRaces } from "./tests/watchRaces.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    seed: { type: "string" },
  },
});

const tests: readonly FaultTest[] = [
  kill,
  powerLoss,
  ioErrors,
  diskFull,
  processes,
  interference,
  watchRaces,
  copies,
  corruption,
  recovery,
  jsonSuite,
  hostile,
  hostileStore,
  patterns,
  fuzz,
  extremes,
];

const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`Faults, seed ${seed}${values.quick ? ", quick" : ""}`);
let passed = 0;
let failed = 0;
for (const test of tests.filter(({ name }) => name.includes(values.only))) {
  const started = performance.now();
  print(`\n${test.name}`);
  try {
    const { tried, survived, failures, leftOut } = await test.run({ quick: values.quick, seed });
    if (leftOut !== undefined) {
      print(`  left out: ${leftOut}`);
      continue;
    }
    print(`  tried:    ${tried}`);
    print(`  survived: ${survived}`);
    for (const failure of failures.slice(0, 20)) print(`  FAILED:   ${failure}`);
    if (failures.length > 20) print(`  FAILED:   ${failures.length - 20} more`);
    if (failures.length === 0) passed += 1;
    else failed += 1;
  } catch (error) {
    print(`  FAILED:   ${error instanceof Error ? error.stack : String(error)}`);
    failed += 1;
  }
  print(`  took:     ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
print(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
