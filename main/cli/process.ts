import { SIGNAL_CODES, Stopped } from "./exitCodes.ts";
import { run } from "./program.ts";
import { OutputError } from "./terminal.ts";

// The process of the command line: signals, streams, exit code.

/**
 * Milliseconds. A dependency of `conf` (when-exit) raises a signal again when it has handled it; that is not a second
 * signal.
 */
const SAME_SIGNAL = 500;

const controller = new AbortController();
let signalled = Number.NEGATIVE_INFINITY;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    const now = performance.now();
    // A second signal from the person ends the process at once.
    if (controller.signal.aborted && now - signalled > SAME_SIGNAL) process.exit(SIGNAL_CODES[signal]);
    signalled = now;
    controller.abort(new Stopped(signal));
  });
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe stopped reading: `strata list | head`.
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  // An output error stops the command, which exits with 7.
  controller.abort(new OutputError(error));
});
// If stderr cannot be written, the message is lost; the exit code has the same meaning.
process.stderr.on("error", () => {});

/** Null if the current folder was deleted. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  directory: currentFolder(),
  signal: controller.signal,
});
