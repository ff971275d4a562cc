import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { firstLines, inWords, outcomeOfOne, readPlaywright, readVitest, together } from "./outcome.js";
import { inProject } from "./paths.js";

const folder = mkdtempSync(join(tmpdir(), "strata-outcome-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const COUNTS = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
const NO_SPECS = { suites: [], errors: [], stats: { expected: 2, flaky: 0, unexpected: 0, skipped: 1 } };

it("tells the failed unit tests, with the first lines of their errors", () => {
  const testResults = [
    {
      name: inProject("main/a.test.ts"),
      status: "failed",
      assertionResults: [
        { fullName: "a is b", status: "passed", failureMessages: [] },
        {
          fullName: "a is c",
          status: "failed",
          failureMessages: [
            "\u001b[31mAssertionError: expected a\u001b[39m\n    at node_modules/vitest/x.js:1",
          ],
        },
      ],
    },
  ];
  const path = report({ ...COUNTS, numFailedTests: 1, testResults });
  expect(readVitest(path, false)).toEqual({
    count: { passed: 7, failed: 1, skipped: 2 },
    notes: [`FAILED: ${join("main", "a.test.ts")} › a is c\n    AssertionError: expected a`],
  });
});

it("tells a file of unit tests that could not be loaded", () => {
  const testResults = [
    { name: inProject("b.test.ts"), status: "failed", message: "no such module", assertionResults: [] },
  ];
  const { count, notes } = readVitest(report({ ...COUNTS, testResults }), false);
  expect(count.failed).toBe(1);
  expect(notes[0]).toBe("FAILED: b.test.ts\n    no such module");
});

it("tells the failed specs, and those that passed only when they were tried again", () => {
  const spec = (title: string, status: string, ...errors: string[]) => ({
    title,
    file: "x.spec.ts",
    line: 3,
    tests: [
      { projectName: "electron", status, results: errors.map((message) => ({ errors: [{ message }] })) },
    ],
  });
  const suites = [
    {
      specs: [spec("opens", "expected"), spec("closes", "unexpected", "it stays\nopen")],
      suites: [{ specs: [spec("comes back", "flaky", "too late")] }],
    },
  ];
  const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
  expect(readPlaywright(report({ stats, suites, errors: [{ message: "no display" }] }), false)).toEqual({
    count: { passed: 5, failed: 2, skipped: 3 },
    notes: [
      "FAILED: outside of any test\n    no display",
      "FAILED: electron, x.spec.ts:3 › closes\n    it stays\n    open",
      "PASSED ONLY WHEN TRIED AGAIN: electron, x.spec.ts:3 › comes back\n    too late",
    ],
  });
});

it("counts a run that failed outside of its tests as a failure", () => {
  const unit = report({ ...COUNTS, testResults: [] });
  expect(readVitest(unit, true)).toEqual({ count: { passed: 7, failed: 0, skipped: 2 }, notes: [] });
  expect(readVitest(unit, false)).toMatchObject({
    count: { passed: 7, failed: 1, skipped: 2 },
    notes: [expect.stringContaining("FAILED: the run itself")],
  });
  expect(readPlaywright(report(NO_SPECS), false).count.failed).toBe(1);
});

it("counts a run without a report as a failure, even if it says it succeeded", () => {
  const { count, notes } = readPlaywright(join(folder, "missing.json"), true);
  expect(count).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(notes[0]).toContain("missing.json");
});

it("keeps the first lines of a long error and says how many it leaves out", () => {
  const lines = firstLines(Array.from({ length: 30 }, (_, n) => `line ${n}`).join("\n")).split("\n");
  expect(lines).toHaveLength(13);
  expect(lines.at(-1)).toBe("    … 18 more lines above");
});

it("says the whole count in one plain line", () => {
  const three = { count: { passed: 3, failed: 0, skipped: 0 }, notes: ["a note"] };
  const whole = together([outcomeOfOne(true), outcomeOfOne(false), three]);
  expect(inWords(whole.count)).toBe("4 passed, 1 failed");
  expect(whole.notes).toEqual(["a note"]);
  expect(inWords({ passed: 1, failed: 0, skipped: 2 })).toBe("1 passed, 0 failed, 2 skipped");
});
