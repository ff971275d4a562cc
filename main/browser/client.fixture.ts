import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { EngineContract, ShellContract } from "../../shared/contract/index.ts";
import type { FrameChannel } from "../api/frames/channel.ts";
import { linkOver } from "../api/frames/link.ts";
import { SUBPROTOCOL } from "./admission.ts";

export interface BrowserClient {
  readonly origin: string;
  /** The headers of every request of the page. */
  readonly headers: Readonly<Record<string, string>>;
  readonly engine: ContractRouterClient<EngineContract>;
  readonly shell: ContractRouterClient<ShellContract>;
  close(): void;
}

/** Opens a printed address as a browser does: signs in, and opens both WebSockets. */
export async function openAddress(address: string): Promise<BrowserClient> {
  const url = new URL(address);
  const { headers } = await ask(url, {});
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0];
  const key = /#key=(.*)$/.exec(headers.location ?? "")?.[1];
  if (!cookie || !key) throw new Error(`Expected to be let in by ${address}.`);
  const { origin } = url;
  const sockets = await Promise.all(
    ["engine", "shell"].map((route) => openSocket(url, { cookie, origin }, key, route)),
  );
  const [engine, shell] = sockets.map((socket) => createORPCClient(linkOver(channelOf(socket))));
  return {
    origin,
    headers: { cookie, origin, "strata-key": key },
    engine: engine as BrowserClient["engine"],
    shell: shell as BrowserClient["shell"],
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

/**
 * Sends a request as a browser does, which resolves every name below localhost to the loopback interface, even if the
 * system does not.
 */
export async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  method = "GET",
): Promise<{ headers: IncomingHttpHeaders; body: string }> {
  const sent = request({
    host: "127.0.0.1",
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method,
    headers: { host: url.host, ...headers },
    agent: false,
  }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { headers: response.headers, body: await text(response) };
}

function openSocket(
  { host, port }: URL,
  headers: Readonly<Record<string, string>>,
  key: string,
  route: string,
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc/${route}`, [SUBPROTOCOL, key], {
    headers: { host, ...headers },
  });
  return new Promise((resolve, reject) => {
    socket.on("open", () => resolve(socket));
    socket.on("error", reject);
  });
}

function channelOf(socket: WebSocket): FrameChannel {
  return {
    send: (frame) => new Promise((resolve) => socket.send(frame, { binary: false }, () => resolve())),
    onFrame: (listener) => socket.on("message", (data: Buffer) => void listener(data.toString("utf8"))),
    onClose: (listener) => socket.on("close", listener),
    close: () => socket.close(),
  };
}
