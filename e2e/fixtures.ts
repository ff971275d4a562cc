import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, test as base, expect, type Page } from "@playwright/test";
import { Strata } from "./pages/strata.ts";
import { launchInBrowser } from "./shells/browserShell.ts";
import { launchInElectron, launchPackaged } from "./shells/electronShell.ts";
import type { LaunchOptions, RunningApp, ShellName } from "./shells/shell.ts";

interface Fixtures {
  /** `expected` for tests that do what a browser reports as an error: the console then fails no test. */
  readonly consoleErrors: "fail" | "expected";
  /** A fresh, empty folder of this test: the app's preferences and stores, and files that the test makes. */
  readonly dataDirectory: string;
  /** Starts the app on the test's data directory. It may be called again after the app was quit or killed. */
  readonly launch: (options?: Partial<LaunchOptions>) => Promise<Strata>;
  /** The app, started once with nothing given. */
  readonly strata: Strata;
}

interface WorkerFixtures {
  readonly shell: ShellName;
  /** The browser of the browser shell; every app gets a profile of its own in it. */
  readonly chromium: Browser | null;
}

/**
 * Tests of the app in the shell that the project names. An error on a page's console, or an uncaught one, fails the
 * test.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  shell: ["browser", { option: true, scope: "worker" }],
  consoleErrors: ["fail", { option: true }],
  dataDirectory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "strata-e2e-"));
    await use(directory);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  },
  chromium: [
    async ({ shell, playwright }, use, info) => {
      const browser =
        shell === "browser" ? await playwright.chromium.launch(info.project.use.launchOptions) : null;
      await use(browser);
      await browser?.close();
    },
    { scope: "worker" },
  ],
  launch: async ({ shell, chromium, dataDirectory, consoleErrors }, use) => {
    const errors: string[] = [];
    const running: RunningApp[] = [];
    const watch = (page: Page) => collectErrors(page, errors);

    await use(async (options) => {
      const launched = { dataDirectory, ...options };
      const app = chromium
        ? await launchInBrowser(chromium, watch, launched)
        : await (shell === "packaged" ? launchPackaged : launchInElectron)(watch, launched);
      running.push(app);
      return new Strata(app, shell);
    });

    for (const app of running) await app.quit();
    if (consoleErrors === "fail") expect(errors, "errors on the console").toEqual([]);
  },
  strata: async ({ launch }, use) => use(await launch()),
});

export { expect };

function collectErrors(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
}
