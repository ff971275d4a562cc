import type { WebSocket } from "ws";
import type { FrameChannel } from "../api/frames/channel.ts";
import { contractHandler } from "../api/frames/handler.ts";
import { serveFrames } from "../api/frames/serve.ts";
import type { Shell } from "../api/shell/shell.ts";
import { ShellClient } from "../api/shell/shellClient.ts";
import { type ShellContext, shellRouter } from "../api/shell/shellHandlers.ts";
import type { SocketRoute } from "./sockets.ts";

/** Serves the shell contract to one window. */
export function shellRoute(shell: Shell, report: (error: unknown) => void): SocketRoute {
  const handler = contractHandler<ShellContext>(shellRouter, report);
  return (socket) => {
    const client = new ShellClient();
    shell.connect(client);
    socket.on("close", () => shell.disconnect(client));
    serveFrames(handler, { shell, client }, channelOf(socket), report);
  };
}

function channelOf(socket: WebSocket): FrameChannel {
  return {
    send: (frame) => new Promise((resolve) => socket.send(frame, { binary: false }, () => resolve())),
    onFrame: (listener) => socket.on("message", (data: Buffer) => void listener(data.toString("utf8"))),
    onClose: (listener) => socket.on("close", listener),
    close: () => socket.close(1008),
  };
}
