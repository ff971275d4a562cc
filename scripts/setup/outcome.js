import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { project } from "./paths.js";

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * What came of a part: how many of its checks passed, and what a person has to know of the others.
 * @typedef {object} Outcome
 * @property {Count} count
 * @property {readonly string[]} notes each a failure, or a test that passed only when it was tried again, and its first error
 */

/** How many lines of an error are repeated: its message and, mostly, what was expected. */
const LINES = 12;

const FAILED = "FAILED";
const FLAKY = "PASSED ONLY WHEN TRIED AGAIN";

/**
 * One check that has no tests of its own.
 * @param {boolean} passed
 * @param {readonly string[]} notes
 * @returns {Outcome}
 */
export const outcomeOfOne = (passed, notes = []) => ({
  count: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 },
  notes,
});

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
export function together(outcomes) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of outcomes.map((outcome) => outcome.count)) {
    count.passed += passed;
    count.failed += failed;
    count.skipped += skipped;
  }
  return { count, notes: outcomes.flatMap(({ notes }) => notes) };
}

/**
 * `12 passed, 0 failed`, and `, 1 skipped` where something was.
 * @param {Count} count
 */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/**
 * @param {string} path a JSON report of vitest
 * @param {boolean} succeeded whether vitest itself said so; it also fails for errors outside of any test
 * @returns {Outcome}
 */
export function readVitest(path, succeeded) {
  return read(path, succeeded, (report) => ({
    count: {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    notes: report.testResults.flatMap((/** @type {any} */ file) => {
      const name = relative(project, file.name);
      const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === "failed");
      // A file that could not be loaded has no tests, and fails all the same.
      if (file.status === "failed" && failed.length === 0) return [noteOf(FAILED, name, file.message)];
      return failed.map((/** @type {any} */ test) =>
        noteOf(FAILED, `${name} › ${test.fullName}`, test.failureMessages[0]),
      );
    }),
  }));
}

/**
 * Tests that passed only at a second attempt count as passed, and are reported.
 * @param {string} path a JSON report of Playwright
 * @param {boolean} succeeded whether Playwright itself said so
 * @returns {Outcome}
 */
export function readPlaywright(path, succeeded) {
  return read(path, succeeded, ({ stats, suites, errors }) => ({
    count: { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
    notes: [
      ...errors.map((/** @type {any} */ error) => noteOf(FAILED, "outside of any test", error.message)),
      ...testsOf(suites)
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ status, name, results }) => {
          const [error] = results.flatMap((/** @type {any} */ result) => result.errors);
          return noteOf(status === "flaky" ? FLAKY : FAILED, name, error?.message);
        }),
    ],
  }));
}

/**
 * @param {readonly any[]} suites of Playwright, which lie in each other as files and groups do
 * @returns {any[]}
 */
function testsOf(suites) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.flatMap((/** @type {any} */ { file, line, title, tests }) =>
      tests.map((/** @type {any} */ test) => ({
        ...test,
        name: `${test.projectName}, ${file}:${line} › ${title}`,
      })),
    ),
    ...testsOf(inner),
  ]);
}

/**
 * @param {string} what
 * @param {string} test
 * @param {string} [message]
 */
function noteOf(what, test, message) {
  return `${what}: ${test}\n${firstLines(message ?? "no error was reported: see above")}`;
}

/**
 * The first lines of an error or an output, indented, without colours and the libraries' frames.
 * @param {string} text
 */
export function firstLines(text) {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*at .*node_modules/.test(line));
  const left = lines.length - LINES;
  const shown = left > 0 ? [...lines.slice(0, LINES), `… ${left} more lines above`] : lines;
  return shown.map((line) => `    ${line}`).join("\n");
}

/**
 * @param {string} path
 * @param {boolean} succeeded
 * @param {(report: any) => Outcome} take
 * @returns {Outcome}
 */
function read(path, succeeded, take) {
  let outcome;
  try {
    outcome = take(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return outcomeOfOne(false, [noteOf(FAILED, `the report ${path} can't be read`, why)]);
  }
  if (succeeded || outcome.count.failed > 0) return outcome;
  return {
    count: { ...outcome.count, failed: 1 },
    notes: [...outcome.notes, noteOf(FAILED, "the run itself, though no test of it did")],
  };
}
