import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Preferences } from "../../shared/contract/index.ts";
import { findAsset } from "../api/page/assets.ts";
import { inTheme } from "../api/page/inTheme.ts";
import { securityHeaders } from "../api/page/securityHeaders.ts";
import type { Admission } from "./admission.ts";
import { answerRefusal, answerText } from "./answer.ts";
import type { TransferRoutes } from "./transferRoutes.ts";

export interface RequestOptions {
  readonly admission: Admission;
  readonly transfers: TransferRoutes;
  /** Called for each connection that showed the cookie. */
  readonly admitted: (connection: object) => void;
  /** The folder of the built page. */
  readonly page: string;
  /** The chosen theme. */
  readonly theme: () => Preferences["theme"];
}

/** Answers plain HTTP requests: the page, and files in and out. Everything else uses WebSockets. */
export class Requests {
  readonly #options: RequestOptions;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: RequestOptions) {
    this.#options = options;
    // 'self' covers WebSockets only in the newest browsers.
    this.#headers = {
      ...securityHeaders(options.admission.hosts.map((host) => `ws://${host}`).join(" ")),
      // Nothing of this page stays behind for another server at the same address.
      "cache-control": "no-store",
    };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { admission } = this.#options;
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);

    const wrongHost = admission.refuseHost(request);
    if (wrongHost) return answerRefusal(response, wrongHost);
    const url = parseTarget(request.url ?? "");
    if (!url) return answerRefusal(response, { status: 400, reason: "This address is invalid." });
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && url.pathname === "/" && url.searchParams.has("token")) {
      return this.#letIn(request, response, url.searchParams.get("token") ?? "");
    }
    const refusal = admission.refuseStranger(request) ?? admission.refuseForeignPage(request);
    if (refusal) return answerRefusal(response, refusal);
    this.#options.admitted(request.socket);
    if (isRead) return this.#read(request, response, url);
    return this.#change(request, response, url);
  }

  #letIn(request: IncomingMessage, response: ServerResponse, token: string): void {
    const { admission, admitted } = this.#options;
    // A HEAD request, as from a program that previews links, does not use up the address.
    const redeemed = request.method === "HEAD" ? null : admission.redeem(token, request.headers.host ?? "");
    // An admitted browser may open the printed address again.
    const refusal = redeemed === null ? admission.refuseStranger(request) : null;
    if (refusal) {
      answerRefusal(response, refusal);
      return;
    }
    admitted(request.socket);
    response.writeHead(303, { location: redeemed?.location ?? admission.again(token), ...redeemed?.headers });
    response.end();
  }

  async #read(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const ticket = /^\/downloads\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (ticket !== undefined) return this.#options.transfers.download(response, ticket);
    if (url.pathname === "/admitted") return this.#sayWhetherAdmitted(request, response);
    const asset = await findAsset(this.#options.page, url.pathname);
    if (!asset) return this.#nothingThere(response, url);
    if (asset.type.startsWith("text/html")) {
      const html = Buffer.from(inTheme(await readFile(asset.path, "utf8"), this.#options.theme()));
      response.writeHead(200, { "content-type": asset.type, "content-length": html.length });
      response.end(request.method === "HEAD" ? undefined : html);
      return;
    }
    response.writeHead(200, { "content-type": asset.type, "content-length": asset.size });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(asset.path), response).catch(() => response.destroy());
  }

  /** Tells a page whose connection was lost whether this is still the server that admitted it. */
  #sayWhetherAdmitted(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#options.admission.refuseKeyless(request);
    if (refusal) answerRefusal(response, refusal);
    else response.writeHead(204).end();
  }

  #nothingThere(response: ServerResponse, url: URL): void {
    if (url.pathname === "/favicon.ico") {
      response.writeHead(204).end();
    } else if (url.pathname === "/") {
      answerText(response, 503, "Strata's page has not been built. Run “npm run build” first.");
    } else {
      answerText(response, 404, "Not found.");
    }
  }

  async #change(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { admission } = this.#options;
    const refusal = admission.refuseOrigin(request) ?? admission.refuseKeyless(request);
    if (refusal) return answerRefusal(response, refusal);
    if (request.method === "POST" && url.pathname === "/files") {
      return this.#options.transfers.upload(request, response, url);
    }
    if (request.method === "POST" && url.pathname === "/downloads") {
      return this.#options.transfers.prepareDownload(request, response, url);
    }
    answerRefusal(response, { status: 405, reason: "This method is not supported." });
  }
}

/** Accepts only a plain path, because a request target may also be a whole URL of another host. */
function parseTarget(target: string): URL | null {
  if (!target.startsWith("/") || target.startsWith("//")) return null;
  return URL.parse(target, "http://strata.localhost");
}
