import { readFileSync } from "node:fs";

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * One check that has no tests of its own.
 * @param {boolean} passed
 * @returns {Count}
 */
export const countOne = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
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
 * @returns {Count}
 */
export function countVitest(path, succeeded) {
  return read(path, succeeded, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

/**
 * Tests that passed only at a second attempt count as passed, and are told.
 * @param {string} path a JSON report of Playwright
 * @param {boolean} succeeded whether Playwright itself said so
 * @returns {Count}
 */
export function countPlaywright(path, succeeded) {
  return read(path, succeeded, ({ stats }) => {
    if (stats.flaky > 0) console.log(`${stats.flaky} passed only at the second attempt (see above).`);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
}

/**
 * @param {string} path
 * @param {boolean} succeeded
 * @param {(report: any) => Count} count
 * @returns {Count}
 */
function read(path, succeeded, count) {
  let counted = countOne(false);
  try {
    counted = count(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    console.error(`The report ${path} can't be read: ${error instanceof Error ? error.message : error}`);
  }
  return !succeeded && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
