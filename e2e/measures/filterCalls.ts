import type { Page } from "@playwright/test";

interface FilterCalls {
  /** The calls with a filter, in the order in which the page made them. */
  readonly made: { readonly id: string; readonly filter: string }[];
  /** The calls that the page gave up on. */
  readonly cancelled: string[];
}

/** Notes from now on which filters the page asks for, and on which of these calls it gives up, over either transport. */
export async function observeFilterCalls(page: Page): Promise<void> {
  await page.evaluate(() => {
    /** What oRPC calls the message that ends a call. */
    const ABORT = 4;
    const calls: FilterCalls = { made: [], cancelled: [] };
    Object.assign(globalThis, { filterCalls: calls });
    const note = (frame: unknown) => {
      if (typeof frame !== "string") return;
      const { i: id, t: type, p: call } = JSON.parse(frame);
      const filter = call?.b?.json?.filter;
      if (type === ABORT) calls.cancelled.push(id);
      else if (typeof filter === "string") calls.made.push({ id, filter });
    };
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      note(data);
      send.call(this, data);
    };
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message: unknown, transfer?: unknown) {
      note(message);
      postMessage.call(this, message, transfer as StructuredSerializeOptions);
    };
  });
}

/** What was noted since then. */
export function filterCalls(page: Page): Promise<FilterCalls> {
  return page.evaluate(() => (globalThis as unknown as { filterCalls: FilterCalls }).filterCalls);
}
