import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { app } from "electron";

/** Runs the command line in Electron's main process, without a window or a display, and exits with its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  // A separate profile for Chromium, because an open app locks its own.
  const profile = mkdtempSync(join(tmpdir(), "strata-command-"));
  app.setPath("userData", profile);
  // Electron ends a process without the event "exit".
  process.exit = (code = process.exitCode) => {
    rmSync(profile, { recursive: true, force: true });
    app.exit(Number(code ?? 0));
    throw new Error("The process has ended.");
  };
  process.argv = [process.execPath, "strata", ...args];
  await import("../cli/process.ts");
  // Ending the process would drop what a pipe has not accepted yet.
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit();
}

async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return;
  stream.end();
  await finished(stream).catch(() => {});
}
