import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { type Admission, type Refusal, SUBPROTOCOL } from "./admission.ts";

export type SocketRoute = (socket: WebSocket) => void | Promise<void>;

/** Bytes of one message. A value of this size can be saved; the engine's own limits are lower. */
const LARGEST_ENGINE_FRAME = 256 * 1024 ** 2;
const LARGEST_SHELL_FRAME = 1024 ** 2;
const MOST_SOCKETS = 64;
/** Milliseconds between two signs of life; a socket that missed one is closed at the next. */
const HEARTBEAT = 30_000;

/** The WebSockets of the page, by route, after the checks of every upgrade. */
export class Sockets {
  readonly #admission: Admission;
  readonly #admitted: (connection: object) => void;
  readonly #routes: Readonly<
    Record<string, { readonly server: WebSocketServer; readonly serve: SocketRoute }>
  >;
  readonly #sockets = new Set<WebSocket>();
  readonly #heartbeat: NodeJS.Timeout;

  /** @param admitted Called for each connection that passed the checks. */
  constructor(
    admission: Admission,
    routes: { readonly engine: SocketRoute; readonly shell: SocketRoute },
    admitted: (connection: object) => void,
  ) {
    this.#admission = admission;
    this.#admitted = admitted;
    this.#routes = {
      "/rpc/engine": { server: serverFor(LARGEST_ENGINE_FRAME), serve: routes.engine },
      "/rpc/shell": { server: serverFor(LARGEST_SHELL_FRAME), serve: routes.shell },
    };
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT).unref();
  }

  /** Answers a request to upgrade a connection. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const route = this.#routes[request.url ?? ""];
    const refusal =
      this.#admission.refuseHost(request) ??
      this.#admission.refuseStranger(request) ??
      this.#admission.refuseOrigin(request) ??
      this.#admission.refuseKeyless(request) ??
      (route ? null : { status: 404, reason: "Not found." }) ??
      (this.#sockets.size < MOST_SOCKETS ? null : { status: 503, reason: "Too many windows are open." });
    if (refusal || !route) {
      refuse(connection, refusal);
      return;
    }
    this.#admitted(connection);
    route.server.handleUpgrade(request, connection, head, (socket) => {
      this.#sockets.add(socket);
      const alive = () => awake.add(socket);
      alive();
      socket.on("pong", alive);
      // The close event that follows reports everything.
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
      void Promise.resolve(route.serve(socket)).catch(() => socket.close(1011));
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const socket of this.#sockets) {
      socket.close(1001);
      // Do not wait for a client that does not answer the close.
      setTimeout(() => socket.terminate(), 500).unref();
    }
  }

  #beat(): void {
    for (const socket of this.#sockets) {
      if (!awake.delete(socket)) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }
  }
}

/** The sockets that gave a sign of life since the last check. */
const awake = new WeakSet<WebSocket>();

function serverFor(maxPayload: number): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: () => SUBPROTOCOL,
  });
}

function refuse(connection: Duplex, refusal: Refusal | null): void {
  const { status, reason } = refusal ?? { status: 404, reason: "" };
  connection.on("error", () => connection.destroy());
  connection.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
    () => connection.destroy(),
  );
}

/** The bytes of a message in a separate buffer, which can be transferred to another thread. */
export function bytesOf(data: RawData): Uint8Array<ArrayBuffer> {
  const parts = Array.isArray(data) ? Buffer.concat(data) : data;
  if (parts instanceof ArrayBuffer) return new Uint8Array(parts);
  const whole = parts.byteOffset === 0 && parts.byteLength === parts.buffer.byteLength;
  return whole && parts.buffer instanceof ArrayBuffer ? new Uint8Array(parts.buffer) : new Uint8Array(parts);
}
