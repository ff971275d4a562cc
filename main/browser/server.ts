import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Milliseconds. A slow client loses its connection, not the others theirs. */
const HEADERS_WITHIN = 10_000;
const IDLE_FOR = 30_000;
const KEEP_ALIVE = 5_000;
const MOST_CONNECTIONS = 256;

/**
 * A server on the loopback interface, guarded against clients that are slow or too many.
 *
 * @throws when the port can't be had, with a sentence for people.
 */
export async function listen(
  port: number,
  answer: RequestListener,
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    {
      headersTimeout: HEADERS_WITHIN,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: KEEP_ALIVE,
      maxHeaderSize: 16 * 1024,
      // An upload may take as long as it moves at all.
      requestTimeout: 0,
    },
    answer,
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(IDLE_FOR);
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
