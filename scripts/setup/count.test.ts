import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { countOne, countPlaywright, countVitest, inWords, sum } from "./count.js";

const folder = mkdtempSync(join(tmpdir(), "strata-count-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

it("counts what vitest and Playwright report", () => {
  const unit = report({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 });
  const specs = report({ stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 3 } });
  expect(countVitest(unit, false)).toEqual({ passed: 7, failed: 1, skipped: 2 });
  expect(countPlaywright(specs, false)).toEqual({ passed: 5, failed: 2, skipped: 3 });
});

it("counts a run that failed outside of its tests as a failure", () => {
  const unit = report({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 });
  expect(countVitest(unit, false)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  expect(countVitest(unit, true)).toEqual({ passed: 7, failed: 0, skipped: 0 });
});

it("counts a run without a report as a failure, even if it says it succeeded", () => {
  expect(countPlaywright(join(folder, "missing.json"), true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("says the whole count in one plain line", () => {
  expect(inWords(sum([countOne(true), countOne(false), { passed: 3, failed: 0, skipped: 0 }]))).toBe(
    "4 passed, 1 failed",
  );
  expect(inWords({ passed: 1, failed: 0, skipped: 2 })).toBe("1 passed, 0 failed, 2 skipped");
});
