import { EXIT } from "./exitCodes.ts";
import { run } from "./program.ts";

// The command line as a process: its signals, its streams, its exit code.

/** A library that `conf` brings (when-exit) raises a signal again as soon as it has seen it: that is no second one. */
const SAME_SIGNAL = 500;

const controller = new AbortController();
let signalled = Number.NEGATIVE_INFINITY;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    const now = performance.now();
    // The person's second one does not wait for anything.
    if (controller.signal.aborted && now - signalled > SAME_SIGNAL) process.exit(EXIT.interrupted);
    signalled = now;
    controller.abort(new DOMException("Stopped.", "AbortError"));
  });
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.done);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  directory: process.cwd(),
  signal: controller.signal,
});
