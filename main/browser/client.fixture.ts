import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { EngineContract, ShellContract } from "../../shared/contract/index.ts";
import type { FrameChannel } from "../api/frames/channel.ts";
import { linkOver } from "../api/frames/link.ts";

export interface BrowserClient {
  readonly origin: string;
  readonly cookie: string;
  readonly engine: ContractRouterClient<EngineContract>;
  readonly shell: ContractRouterClient<ShellContract>;
  close(): void;
}

/** Does what a browser does with a printed address: signs in, and opens both WebSockets. */
export async function openAddress(address: string): Promise<BrowserClient> {
  const { origin } = new URL(address);
  const answer = await fetch(address, { redirect: "manual" });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (answer.status !== 303 || !cookie)
    throw new Error(`Expected to be let in, was answered ${answer.status}.`);
  const sockets = await Promise.all(["engine", "shell"].map((route) => openSocket(origin, cookie, route)));
  const [engine, shell] = sockets.map((socket) => createORPCClient(linkOver(channelOf(socket))));
  return {
    origin,
    cookie,
    engine: engine as BrowserClient["engine"],
    shell: shell as BrowserClient["shell"],
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

function openSocket(origin: string, cookie: string, route: string): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/rpc/${route}`, {
    headers: { cookie, origin },
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
