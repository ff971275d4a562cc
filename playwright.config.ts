import { defineConfig } from "@playwright/test";
import type { ShellName } from "./e2e/shells/shell.ts";

const isRoot = process.getuid?.() === 0;
const chromium = process.env["STRATA_CHROMIUM"] ?? "/usr/bin/chromium";
const ONLY_PACKAGED = "**/specs/packagedApp.spec.ts";

export default defineConfig<{ shell: ShellName }>({
  testDir: "e2e/specs",
  outputDir: "test-results",
  // Every test has its own data directory and its own app. The cores are shared: specs tagged @measured must run alone.
  workers: 1,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 10_000,
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromium, args: isRoot ? ["--no-sandbox"] : [] },
  },
  projects: [
    // With two at a time on two cores, a spec that stops or restarts main now and then misses its time.
    { name: "browser", use: { shell: "browser" }, testIgnore: ONLY_PACKAGED, retries: 1 },
    // On a machine with more to do than cores an Electron now and then stands still at its start.
    { name: "electron", use: { shell: "electron" }, testIgnore: ONLY_PACKAGED, retries: 1 },
    {
      name: "packaged",
      use: { shell: "packaged" },
      testMatch: ["**/specs/mainJourney.spec.ts", ONLY_PACKAGED],
      retries: 1,
    },
  ],
});
