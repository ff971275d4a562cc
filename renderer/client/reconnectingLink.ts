import type { ClientContext, ClientLink, ClientOptions } from "@orpc/client";
import { ConnectionLostError, type ConnectionState } from "./connection.ts";
import type { Transport } from "./transport.ts";

const FIRST_DELAY = 200;
const LONGEST_DELAY = 5_000;

/**
 * Carries calls over whatever connection is there, and makes a new one when it is gone. A call made meanwhile waits
 * for the attempt under way and fails with `ConnectionLostError` if that fails; a call that was under way fails too,
 * and is never repeated by itself, since it may have been carried out.
 */
export class ReconnectingLink implements ClientLink<ClientContext> {
  readonly #open: () => Promise<Transport>;
  readonly #report: (state: ConnectionState) => void;
  readonly #wait: (milliseconds: number) => Promise<void>;
  #attempt: Promise<Transport>;
  #everConnected = false;

  constructor(
    open: () => Promise<Transport>,
    report: (state: ConnectionState) => void,
    wait: (milliseconds: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#open = open;
    this.#report = report;
    this.#wait = wait;
    report("connecting");
    this.#attempt = this.#start(0);
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    const transport = await abortable(this.#attempt, options.signal);
    return transport.link.call(path, input, options);
  }

  #start(failures: number): Promise<Transport> {
    const attempt = this.#open().then((transport) => {
      this.#everConnected = true;
      this.#report("connected");
      void transport.closed.then(() => {
        this.#report("lost");
        this.#attempt = this.#start(0);
      });
      return transport;
    });
    attempt.catch(async () => {
      if (this.#everConnected || failures > 0) this.#report("lost");
      await this.#wait(Math.min(FIRST_DELAY * 2 ** failures, LONGEST_DELAY));
      this.#attempt = this.#start(failures + 1);
    });
    const explained = attempt.catch((cause: unknown) => {
      throw new ConnectionLostError("Strata is not answering. Trying again.", { cause });
    });
    // The calls that wait for it tell; with none waiting there is nobody to tell but the state.
    explained.catch(() => {});
    return explained;
  }
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
