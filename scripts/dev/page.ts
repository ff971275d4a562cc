import type { ClientRequest, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createLogger, createServer, type Logger, type Plugin, type ProxyOptions } from "vite";
import { inProject } from "../setup/paths.js";

/** How the server of the sources' main process lets this one in. */
export interface Upstream {
  readonly host: string;
  readonly cookie: string;
  readonly key: string;
}

/** The proxy between the page and a main process that is restarted repeatedly. */
export interface MainProxy {
  readonly port: number;
  /** What the page shows. It stays the same when the main process is another one. */
  readonly key: string;
  /** Undefined while none is running. */
  upstream: Upstream | undefined;
}

/** The page as Vite serves it from its sources. */
export interface DevPage {
  readonly origin: string;
  close(): Promise<void>;
}

/** Main, run from its sources. */
export interface DevMain {
  /** How the page reaches it; null where it has another way. */
  readonly proxy: MainProxy | null;
  /** @param paths What to open. @param page Where the page is. */
  start(paths: readonly string[], page: string): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** What to say to the person once everything runs. */
  hint(page: DevPage): string;
}

const ROUTES = ["/rpc", "/files", "/downloads", "/admitted"];

/** Serves the page with hot reload, on this machine only. Another page or server here gets nothing out of it. */
export async function servePage(port: number, proxy: MainProxy | null): Promise<DevPage> {
  const vite = await createServer({
    configFile: inProject("vite.config.ts"),
    plugins: proxy === null ? [] : [busyWithout(proxy)],
    customLogger: withoutProxy(createLogger("warn")),
    server: {
      host: "localhost",
      port,
      cors: false,
      // In Electron the page has another origin.
      hmr: { host: "localhost", clientPort: port },
      proxy: proxy === null ? {} : Object.fromEntries(ROUTES.map((route) => [route, routeTo(proxy)])),
    },
  });
  await vite.listen();
  const origin = vite.resolvedUrls?.local[0]?.replace(/\/$/, "") ?? `http://localhost:${port}`;
  return { origin, close: () => vite.close() };
}

/** Answers for main while it restarts, so that the page retries; silence would mean that the server ended. */
const busyWithout = (proxy: MainProxy): Plugin => ({
  name: "strata:busy",
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const isMains = ROUTES.some((route) => request.url?.startsWith(route));
      if (!isMains || proxy.upstream !== undefined) return next();
      response.statusCode = 503;
      response.end();
    });
  },
});

/** While main restarts the page has no connection, and retries. */
function withoutProxy(logger: Logger): Logger {
  const { error } = logger;
  logger.error = (message, options) => {
    if (!/(ws|http) proxy (socket )?error/.test(message)) error(message, options);
  };
  return logger;
}

function routeTo(proxy: MainProxy): ProxyOptions {
  return {
    target: `http://127.0.0.1:${proxy.port}`,
    ws: true,
    configure: (server) => {
      server.on("proxyReq", (ours, theirs) => passOn(proxy, ours, theirs));
      server.on("proxyReqWs", (ours, theirs, socket: Duplex) => {
        if (!passOn(proxy, ours, theirs)) socket.destroy();
      });
      server.on("error", (_error, _request, response) => response.destroy());
    },
  };
}

/** Replaces the page's key by main's own secrets; refuses requests without the key. */
function passOn({ key, upstream }: MainProxy, ours: ClientRequest, theirs: IncomingMessage): boolean {
  const protocols = theirs.headers["sec-websocket-protocol"];
  const shown = theirs.headers["strata-key"] ?? protocols?.split(",").at(-1)?.trim();
  if (upstream === undefined || shown !== key) {
    ours.destroy();
    return false;
  }
  ours.setHeader("host", upstream.host);
  ours.setHeader("cookie", upstream.cookie);
  if (theirs.headers.origin !== undefined) ours.setHeader("origin", `http://${upstream.host}`);
  if (protocols === undefined) ours.setHeader("strata-key", upstream.key);
  else ours.setHeader("sec-websocket-protocol", protocols.replace(key, upstream.key));
  return true;
}
