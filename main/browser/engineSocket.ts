import type { WebSocket } from "ws";
import { PortChannel } from "../api/frames/portChannel.ts";
import type { EngineHost } from "../api/host.ts";
import { bytesOf, type SocketRoute } from "./sockets.ts";

/** WebSocket close codes (RFC 6455, section 7.4.1, and the registry it founds). */
const SERVICE_RESTART = 1012;

/**
 * Forwards the engine's frames both ways without parsing them. A slow side delays the other: a frame is acknowledged
 * only once the socket has sent it.
 */
export function engineRoute(host: EngineHost): SocketRoute {
  return async (socket) => {
    socket.pause();
    const channel = new PortChannel(await host.connect({ bytes: true }));
    channel.onClose(() => socket.close(SERVICE_RESTART));
    socket.on("close", () => channel.close());
    channel.onFrame((frame) => sent(socket, frame));
    socket.on("message", (data) => {
      const room = channel.send(bytesOf(data));
      if (!channel.full) return;
      socket.pause();
      void room.then(() => socket.resume());
    });
    socket.resume();
  };
}

/** Resolves when the frame has been passed to the system, or never will be. */
function sent(socket: WebSocket, frame: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.send(frame, { binary: false }, () => resolve()));
}
