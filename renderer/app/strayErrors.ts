import { ConnectionLostError, isCancelled } from "../client/index.ts";
import type { App } from "../state/app.ts";
import { detailsOf, reportDefect, whereWritten } from "./defect.ts";

/** Milliseconds in which a repeated error is not reported again. */
const QUIET = 10_000;
/** Browsers report by an error that a layout continues in the next frame; nothing failed. */
const HARMLESS = /^ResizeObserver loop/;

/**
 * Logs and reports errors that nothing else handles: of event handlers, timers, and promises without a handler, which
 * no boundary catches. Returns the function that stops this.
 */
export function watchStrayErrors(app: App): () => void {
  let last = { message: "", at: Number.NEGATIVE_INFINITY };
  const tell = (error: unknown, message: string) => {
    // The page already says that the connection is lost.
    if (isCancelled(error) || error instanceof ConnectionLostError || HARMLESS.test(message)) return;
    const now = performance.now();
    const isKnown = message === last.message && now - last.at < QUIET;
    last = { message, at: now };
    if (isKnown) return;
    const { client, notify, fail } = app.getState();
    const where = whereWritten(client);
    notify({
      tone: "error",
      message: `Something did not happen as it should, by a defect of Strata: ${message}. More of it is in ${where}.`,
    });
    reportDefect(client, detailsOf("Outside a panel", error)).catch(fail);
  };
  const onError = ({ error, message }: ErrorEvent) => tell(error ?? message, error ? String(error) : message);
  const onRejection = ({ reason }: PromiseRejectionEvent) => tell(reason, String(reason));
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onRejection);
  return () => {
    window.removeEventListener("error", onError);
    window.removeEventListener("unhandledrejection", onRejection);
  };
}
