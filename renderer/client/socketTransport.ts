import { RPCLink } from "@orpc/client/websocket";
import { ServerGoneError } from "./connection.ts";
import type { OpenTransport, Transport } from "./transport.ts";

/** Offered beside the key; the server selects it and does not send the key back. */
const SUBPROTOCOL = "strata";

/** Connects to one contract over a WebSocket to this page's server. */
export const socketsWith =
  (key: string | null): OpenTransport =>
  async (contract) => {
    const address = new URL(`/rpc/${contract}`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    try {
      return await openSocket(new WebSocket(address, key === null ? [SUBPROTOCOL] : [SUBPROTOCOL, key]));
    } catch (cause) {
      throw (await isGone(key)) ?? cause;
    }
  };

function openSocket(websocket: WebSocket): Promise<Transport> {
  const link = new RPCLink({ websocket });
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((gone) => {
      websocket.addEventListener("close", () => {
        reject(new Error(`No connection to ${location.host}.`));
        gone();
      });
    });
    websocket.addEventListener("open", () => resolve({ link, closed, close: () => websocket.close() }));
  });
}

/**
 * A WebSocket does not report why it was refused; a request does. Null while the server that admitted this page
 * answers.
 */
async function isGone(key: string | null): Promise<ServerGoneError | null> {
  try {
    const { ok, status } = await fetch("/admitted", { headers: { "strata-key": key ?? "" } });
    return ok || status >= 500 ? null : new ServerGoneError("Another server is at this address.", "replaced");
  } catch (cause) {
    return new ServerGoneError("There is no server at this address.", "unreachable", { cause });
  }
}
