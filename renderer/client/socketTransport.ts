import { RPCLink } from "@orpc/client/websocket";
import type { ContractName, Transport } from "./transport.ts";

/** Connects to one contract over a WebSocket to the server that this page came from. */
export function openSocket(contract: ContractName): Promise<Transport> {
  const address = new URL(`/rpc/${contract}`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const websocket = new WebSocket(address);
  const link = new RPCLink({ websocket });
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((gone) => {
      websocket.addEventListener("close", () => {
        reject(new Error(`No connection to ${address.host}.`));
        gone();
      });
    });
    websocket.addEventListener("open", () => resolve({ link, closed, close: () => websocket.close() }));
  });
}
