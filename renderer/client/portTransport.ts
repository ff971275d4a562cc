import { RPCLink } from "@orpc/client/message-port";
import type { ContractName, Transport } from "./transport.ts";

const ANSWER_WITHIN = 10_000;

/** Requests a port to one contract from the preload, and connects over it. */
export async function openPort(contract: ContractName): Promise<Transport> {
  const port = await requestPort(contract);
  const closed = new Promise<void>((resolve) =>
    port.addEventListener("close", () => resolve(), { once: true }),
  );
  const link = new RPCLink({ port });
  port.start();
  return { link, closed, close: () => port.close() };
}

function requestPort(contract: ContractName): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener("message", receive);
      reject(new Error(`The desktop shell gave no port for the ${contract} contract.`));
    }, ANSWER_WITHIN);
    function receive(event: MessageEvent) {
      const [port] = event.ports;
      if (event.source !== window || event.data !== `strata:port:${contract}` || !port) return;
      clearTimeout(timer);
      window.removeEventListener("message", receive);
      resolve(port);
    }
    window.addEventListener("message", receive);
    window.postMessage(`strata:connect:${contract}`, location.origin);
  });
}
