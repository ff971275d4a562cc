import { setTimeout } from "node:timers/promises";
import { inspect } from "node:util";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { WatchBindings } from "../engine/index.ts";
import { FileStates } from "../service/lists/fileStates.ts";
import { CallsUnderWay } from "./callsUnderWay.ts";
import type { Connect } from "./control.ts";
import { type ControlContext, controlRouter } from "./controlHandlers.ts";
import { FileTickets } from "./fileTickets.ts";
import { contractHandler } from "./frames/handler.ts";
import { PortChannel } from "./frames/portChannel.ts";
import { serveFrames } from "./frames/serve.ts";
import type { EngineContext } from "./implementer.ts";
import { OpenStores } from "./openStores.ts";
import { engineRouter } from "./router.ts";
import { takeOrdinaryPriority } from "./threadPriority.ts";
import { WorkNote } from "./workNote.ts";

takeOrdinaryPriority();

const { control, noted, bindings } = workerData as {
  readonly control: MessagePort;
  readonly noted: SharedArrayBuffer;
  readonly bindings: string;
};
const fileStates = new FileStates();
const context = {
  stores: new OpenStores(fileStates, new WatchBindings(bindings)),
  files: new FileTickets(),
  jobs: new CallsUnderWay(),
  note: new WorkNote(noted),
};
const calls = new CallsUnderWay();
const clients = new Set<PortChannel>();

/** An internal error. The caller learns only that something failed; the details are printed here. */
function report(error: unknown): void {
  if (!(error instanceof Error && error.name === "AbortError")) process.stderr.write(`${inspect(error)}\n`);
}

const engineHandler = contractHandler<EngineContext>(engineRouter, report, {
  interceptors: [(options) => calls.run(() => options.next())],
});
const controlHandler = contractHandler<ControlContext>(controlRouter, report);

/** Milliseconds that calls in progress have to finish. */
const GRACE = 5000;

async function stopServing(): Promise<void> {
  await Promise.race([calls.idle(), setTimeout(GRACE, undefined, { ref: false })]);
  for (const client of clients) client.close();
  await context.jobs.idle();
  await fileStates.close();
}

serveFrames(controlHandler, { ...context, stopServing }, new PortChannel(control), report);

parentPort?.on("message", (message: Connect<MessagePort> | "ping") => {
  if (message === "ping") return parentPort?.postMessage("pong");
  const { port, bytes } = message;
  const client = new PortChannel(port, { bytes });
  clients.add(client);
  client.onClose(() => clients.delete(client));
  serveFrames(engineHandler, context, client, report);
});
