// Loaded into the server's process by `node --import`: answers over the IPC channel how long its event loop was held.
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on("message", (request) => {
  if (request === "reset") delay.reset();
  else process.send?.({ max: delay.max / 1e6, p99: delay.percentile(99) / 1e6 });
});
process.channel?.unref();
