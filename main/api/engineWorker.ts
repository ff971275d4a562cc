import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Connect, ControlContract } from "./control.ts";
import { linkOver } from "./frames/link.ts";
import { PortChannel } from "./frames/portChannel.ts";
import { bindingsDirectory, userDataDirectory } from "./shell/userData.ts";
import { type Work, WorkNote } from "./workNote.ts";

/** The worker beside this file: TypeScript in the sources, JavaScript in a build. */
const ENTRY = import.meta.url.endsWith(".ts")
  ? new URL("./worker.ts", import.meta.url)
  : new URL("./worker.js", import.meta.url);

/** One run of the engine's thread, from its start to its end. */
export class EngineWorker {
  readonly control: ContractRouterClient<ControlContract>;
  /** Resolves when the thread has ended, with the error that ended it, if any. Never rejects. */
  readonly exited: Promise<Error | undefined>;
  readonly #worker: Worker;
  readonly #note = new WorkNote();

  /**
   * @param report Called with the thread's standard error: internal errors.
   * @param entry Another one is for tests.
   * @param bindings The folder with the bindings of stores to files.
   */
  constructor(
    report: (text: string) => void = () => {},
    entry: URL = ENTRY,
    bindings = bindingsDirectory(userDataDirectory()),
  ) {
    const { port1: ours, port2: theirs } = new MessageChannel();
    this.#worker = new Worker(entry, {
      name: "strata-engine",
      workerData: { control: theirs, noted: this.#note.memory, bindings },
      transferList: [theirs],
      stderr: true,
    });
    this.#worker.stderr.setEncoding("utf8").on("data", report);
    this.control = createORPCClient(linkOver(new PortChannel(ours)));
    this.exited = new Promise((resolve) => {
      let error: Error | undefined;
      this.#worker.on("error", (reason) => {
        error = reason instanceof Error ? reason : new Error(String(reason));
      });
      this.#worker.on("exit", () => resolve(error));
    });
  }

  /** A port on which this worker serves the engine contract. */
  connect({ bytes }: { readonly bytes: boolean }): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    const connect: Connect<MessagePort> = { port: theirs, bytes };
    this.#worker.postMessage(connect, [theirs]);
    return ours;
  }

  /** The thread's current task, whether or not it answers; null for none. */
  get work(): Work | null {
    return this.#note.read();
  }

  /** Asks for a sign of life, which arrives in `onAlive`. */
  ask(): void {
    this.#worker.postMessage("ping");
  }

  onAlive(listener: () => void): void {
    this.#worker.on("message", listener);
  }

  /** Ends the thread at once, in the middle of its task. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
