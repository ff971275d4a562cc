import type { ClientContext, ClientLink, ClientOptions } from "@orpc/client";
import { ConnectionLostError, type ConnectionState, ServerGoneError } from "./connection.ts";
import type { Transport } from "./transport.ts";

const FIRST_DELAY = 200;
const LONGEST_DELAY = 5_000;
/** Failed attempts, in about 3 s, after which the server counts as ended. */
const ATTEMPTS = 4;

/**
 * Carries calls over the present connection, and makes a new one when it is lost, unless another server answers at the
 * address. A call made meanwhile waits for the current attempt and fails with `ConnectionLostError` if that fails. A
 * call that was in progress fails too, and is never repeated automatically, because it may have been carried out.
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
    attempt.catch(async (cause: unknown) => {
      const gone = cause instanceof ServerGoneError ? cause.how : null;
      if (gone === "replaced" || (gone !== null && failures + 1 >= ATTEMPTS)) this.#report("ended");
      else if (this.#everConnected || failures > 0) this.#report("lost");
      if (gone === "replaced") return;
      await this.#wait(Math.min(FIRST_DELAY * 2 ** failures, LONGEST_DELAY));
      this.#attempt = this.#start(failures + 1);
    });
    const explained = attempt.catch((cause: unknown) => {
      const sentence =
        cause instanceof ServerGoneError
          ? "Strata's server has ended, or did not let this tab in."
          : "Strata is not answering. Trying again.";
      throw new ConnectionLostError(sentence, { cause });
    });
    // Waiting calls report the failure; without any, only the state shows it.
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
