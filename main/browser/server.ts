import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What one client may ask of the server at most; the times are milliseconds. */
export interface Limits {
  /** A slow client loses its connection, not the others theirs. */
  readonly headersWithin: number;
  readonly idleFor: number;
  readonly connections: number;
  /** Bytes of one uploaded file. */
  readonly upload: number;
}

export const LIMITS: Limits = {
  headersWithin: 10_000,
  idleFor: 30_000,
  connections: 256,
  upload: 4 * 1024 ** 3,
};
const KEEP_ALIVE = 5_000;

/**
 * A server on the loopback interface, guarded against clients that are slow or too many.
 *
 * @throws when the port can't be had, with a sentence for people.
 */
export async function listen(
  port: number,
  answer: RequestListener,
  limits: Limits,
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    {
      headersTimeout: limits.headersWithin,
      connectionsCheckingInterval: limits.headersWithin / 5,
      keepAliveTimeout: KEEP_ALIVE,
      maxHeaderSize: 16 * 1024,
      // An upload may take as long as it moves at all.
      requestTimeout: 0,
    },
    answer,
  );
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleFor);
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new Error(explain(cause, port), { cause });
  }
  return { server, port: (server.address() as AddressInfo).port };
}

function explain(cause: unknown, port: number): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Choose another one, or none to have a free one found.`;
  if (code === "EACCES") return `This account may not listen on port ${port}. Choose one above 1023.`;
  return `The server can't listen on 127.0.0.1:${port}: ${cause instanceof Error ? cause.message : cause}`;
}
