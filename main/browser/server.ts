import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sockets } from "./sockets.ts";
import { type StrangerLimits, Strangers } from "./strangers.ts";

/** The limits of one client; times are milliseconds. */
export interface Limits extends StrangerLimits {
  /** A slow client loses only its own connection. */
  readonly headersWithin: number;
  readonly idleFor: number;
  readonly connections: number;
  /** Bytes of one uploaded file. */
  readonly upload: number;
}

export const LIMITS: Limits = {
  strangers: 32,
  strangersFor: 5_000,
  headersWithin: 10_000,
  idleFor: 30_000,
  connections: 1024,
  upload: 4 * 1024 ** 3,
};
const KEEP_ALIVE = 5_000;

/** The handlers, once the port is known. */
export interface Answers {
  readonly request: RequestListener;
  readonly upgrade: Sockets["upgrade"];
}

/** The servers of one port, one for each address. */
export class Listening {
  readonly port: number;
  readonly strangers: Strangers;
  readonly #servers: ReadonlyMap<string, Server>;

  constructor(port: number, strangers: Strangers, servers: ReadonlyMap<string, Server>) {
    this.port = port;
    this.strangers = strangers;
    this.#servers = servers;
  }

  get addresses(): readonly string[] {
    return [...this.#servers.keys()];
  }

  /** Starts answering. No connection has been read before. */
  answer({ request, upgrade }: Answers): void {
    for (const server of this.#servers.values()) server.on("request", request).on("upgrade", upgrade);
  }

  /** Accepts no new connection, and resolves once the existing ones have ended. */
  async close(): Promise<void> {
    const servers = [...this.#servers.values()];
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  closeAllConnections(): void {
    for (const server of this.#servers.values()) server.closeAllConnections();
  }
}

/**
 * Listens on the given loopback addresses, skipping those after the first that this system lacks, with limits for slow
 * and for many clients. Set the handlers in the same turn in which this resolves.
 *
 * @throws if the port is not available, with a sentence for people and the system's code.
 */
export async function listen(port: number, addresses: readonly string[], limits: Limits): Promise<Listening> {
  const strangers = new Strangers(limits);
  const servers = new Map<string, Server>();
  let had = port;
  for (const address of new Set(addresses)) {
    const server = serverWith(limits, strangers);
    try {
      server.listen(had, address);
      await once(server, "listening");
      had = (server.address() as AddressInfo).port;
      servers.set(address, server);
    } catch (cause) {
      const code = codeOf(cause);
      if (code === "EADDRNOTAVAIL" && servers.size > 0) continue;
      for (const open of servers.values()) open.close();
      throw Object.assign(new Error(explain(cause, code, had), { cause }), { code });
    }
  }
  return new Listening(had, strangers, servers);
}

function serverWith(limits: Limits, strangers: Strangers): Server {
  const server = createServer({
    headersTimeout: limits.headersWithin,
    connectionsCheckingInterval: limits.headersWithin / 5,
    keepAliveTimeout: KEEP_ALIVE,
    maxHeaderSize: 16 * 1024,
    // An upload may take any time as long as it makes progress.
    requestTimeout: 0,
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleFor);
  server.on("connection", (connection) => strangers.add(connection));
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  return server;
}

const codeOf = (cause: unknown) =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "STORAGE";

function explain(cause: unknown, code: string, port: number): string {
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Choose another one, or omit --port to use a free one.`;
  if (code === "EACCES") return `This account may not listen on port ${port}. Choose one above 1023.`;
  return `The server cannot listen on port ${port}: ${cause instanceof Error ? cause.message : cause}`;
}
