import { SIGNAL_CODES, Stopped } from "./exitCodes.ts";
import { run } from "./program.ts";
import { OutputError } from "./terminal.ts";

// The command line as a process: its signals, its streams, its exit code.

/** A library that `conf` brings (when-exit) raises a signal again as soon as it has seen it: that is no second one. */
const SAME_SIGNAL = 500;

const controller = new AbortController();
let signalled = Number.NEGATIVE_INFINITY;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    const now = performance.now();
    // The person's second one does not wait for anything.
    if (controller.signal.aborted && now - signalled > SAME_SIGNAL) process.exit(SIGNAL_CODES[signal]);
    signalled = now;
    controller.abort(new Stopped(signal));
  });
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has what it wanted: `strata list | head`.
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  // What cannot be written stops the command, which ends with 7.
  controller.abort(new OutputError(error));
});
// A message that nobody can read is lost; the exit code says the same.
process.stderr.on("error", () => {});

/** Null when it was deleted. */
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
