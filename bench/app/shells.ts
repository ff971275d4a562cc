import { chromium } from "@playwright/test";
import { launchInBrowser } from "../../e2e/shells/browserShell.ts";
import { launchInElectron } from "../../e2e/shells/electronShell.ts";
import type { LaunchOptions, RunningApp } from "../../e2e/shells/shell.ts";

export const SHELLS = ["browser", "electron"] as const;
export type Shell = (typeof SHELLS)[number];

/** The count of keys and of rounds that the command line asks for. */
export function askedFor(defaultKeys: number): { readonly keys: number; readonly rounds: number } {
  const keys = Number(process.argv[2] ?? defaultKeys);
  const rounds = Number(process.argv[3] ?? 5);
  if (!(keys >= 1 && rounds >= 1))
    throw new Error("Expected a count of keys and one of rounds, both 1 or more.");
  return { keys, rounds };
}

/** Lets something start the built app in either shell; the browser of the one is there all the while. */
export async function withShells(
  use: (launch: (shell: Shell, options: LaunchOptions) => Promise<RunningApp>) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env["STRATA_CHROMIUM"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const watch = () => {};
  try {
    await use((shell, options) =>
      shell === "browser" ? launchInBrowser(browser, watch, options) : launchInElectron(watch, options),
    );
  } finally {
    await browser.close();
  }
}
