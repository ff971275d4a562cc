import { rmSync } from "node:fs";
import { app } from "electron";
import { EXIT } from "../cli/exitCodes.ts";
import { makeTemporaryFolder } from "../engine/transfer/index.ts";

/** Runs the command line in Electron's main process, without a window or a display, and exits with its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  // A separate profile for Chromium, because an open app locks its own.
  const profile = profileFolder();
  if (profile === null) return;
  app.setPath("userData", profile);
  // Electron ends a process without the event "exit".
  process.exit = (code = process.exitCode) => {
    rmSync(profile, { recursive: true, force: true });
    app.exit(Number(code ?? 0));
    throw new Error("The process has ended.");
  };
  process.argv = [process.execPath, "strata", ...args];
  await import("../cli/process.ts");
}

/** Null if it cannot be created; the process then exits. */
function profileFolder(): string | null {
  try {
    return makeTemporaryFolder("strata-command-");
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`, () => app.exit(EXIT.storage));
    return null;
  }
}
