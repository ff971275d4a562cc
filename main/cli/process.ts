import { SIGNAL_CODES, Stopped } from "./exitCodes.ts";
import { isNameOf, notUtf8 } from "./givenBytes.ts";
import { run } from "./program.ts";
import { flush, OutputError } from "./terminal.ts";

// The process of the command line: signals, streams, exit code.

/**
 * Milliseconds. A dependency of `conf` (when-exit) raises a signal again when it has handled it; that is not a second
 * signal.
 */
const SAME_SIGNAL = 500;

const controller = new AbortController();
let isDone = false;
let signalled = Number.NEGATIVE_INFINITY;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (isDone) return;
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

/** Null if the current folder was deleted, or has a name that is not UTF-8. */
function currentFolder(): string | null {
  try {
    const folder = process.cwd();
    return isNameOf(".", folder) ? folder : null;
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
  notUtf8: notUtf8(process.argv, process.env),
  signal: controller.signal,
});
isDone = true;
await Promise.allSettled([flush(process.stdout), flush(process.stderr)]);
// Exits at once: during a normal exit Node removes its signal handlers first, and a signal would then change the exit
// code of a command that is done.
process.exit();
