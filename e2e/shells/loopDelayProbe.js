// Loaded into the server's process and its threads by `node --import`: answers over the IPC channel how long the event loop
// was held, and makes the engine's thread hang when it is asked to.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { BroadcastChannel, isMainThread } from "node:worker_threads";

const hangs = new BroadcastChannel("strata-e2e-hang");
hangs.unref();

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on("message", (request) => {
    if (request === "reset") delay.reset();
    else if (request === "hang") hangs.postMessage(null);
    else process.send?.({ max: delay.max / 1e6, p99: delay.percentile(99) / 1e6 });
  });
  process.channel?.unref();
} else {
  hangs.onmessage = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
