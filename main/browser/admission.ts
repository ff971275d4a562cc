import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SHARED_ADDRESS } from "./hosts.ts";

/** Why a request is refused, as a status and a sentence for people. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** What a browser gets in exchange for the token. */
export interface Admitted {
  /** The headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** The page's address, with the key after a `#`, where no server and no Referer receives it. */
  readonly location: string;
}

/** The WebSocket subprotocol of the server. The key is offered beside it, and not sent back. */
export const SUBPROTOCOL = "strata";

/** 256 bits that cannot be guessed, as text for a URL, a cookie or a subprotocol. */
const secret = () => randomBytes(32).toString("base64url");

/** Whether two digests are equal, in a time that does not reveal where they differ. */
type Equal = (one: Uint8Array, other: Uint8Array) => boolean;

const NOT_LET_IN = "Open the address that “strata serve” printed, or start it again for a new one.";

/**
 * Admits a browser that opened a printed address, once, and that uses exactly this host and origin. The cookie opens
 * the page. For everything else the page sends its key, which a browser never sends automatically. docs/architecture.md
 * has the rules.
 */
export class Admission {
  /** The host of each printed address. */
  readonly hosts: readonly string[];
  /** The name contains the port, because all ports of a host share its cookies. */
  readonly #cookieName: string;
  readonly #session = secret();
  readonly #key = secret();
  readonly #equal: Equal;
  readonly #token = secret();
  #isTaken = false;

  /** @param names The host names by which this server is reached. */
  constructor(names: readonly string[], port: number, equal: Equal = timingSafeEqual) {
    this.#equal = equal;
    this.hosts = names.map((name) => `${name}:${port}`);
    this.#cookieName = `strata-${port}`;
  }

  /** The addresses that admit one browser. */
  get addresses(): readonly string[] {
    return this.hosts.map((host) => `http://${host}/?token=${this.#token}`);
  }

  /** Exchanges the token of a printed address for the cookie and the key, once; null if it is wrong or already used. */
  redeem(token: string, host: string): Admitted | null {
    if (this.#isTaken || !this.#same(token, this.#token)) return null;
    this.#isTaken = true;
    // Data that another server left at this address could otherwise control the page.
    const leftovers = host.startsWith(`${SHARED_ADDRESS}:`) ? '"cache", "storage"' : '"storage"';
    return {
      headers: {
        "set-cookie": `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`,
        "clear-site-data": leftovers,
      },
      location: this.#pageWithKey,
    };
  }

  /** The address for a browser that has the cookie and opens a printed address again. */
  again(token: string): string {
    return this.#same(token, this.#token) ? this.#pageWithKey : "/";
  }

  get #pageWithKey(): string {
    return `/#key=${this.#key}`;
  }

  /**
   * A host name that resolves to this server but is not ours is how another site's page could reach it (DNS rebinding).
   */
  refuseHost(request: IncomingMessage): Refusal | null {
    const [host = "", ...more] = request.headersDistinct["host"] ?? [];
    if (more.length === 0 && this.hosts.includes(host)) return null;
    return { status: 421, reason: "This is not Strata's address." };
  }

  refuseStranger(request: IncomingMessage): Refusal | null {
    const prefix = `${this.#cookieName}=`;
    const given = (request.headers.cookie ?? "")
      .split(";")
      .map((cookie) => cookie.trim())
      .filter((cookie) => cookie.startsWith(prefix));
    if (given.some((cookie) => this.#same(cookie.slice(prefix.length), this.#session))) return null;
    return { status: 401, reason: `This browser was not admitted. ${NOT_LET_IN}` };
  }

  /**
   * The page's own script has the key. A browser sends the cookie automatically, also to other servers of this host.
   */
  refuseKeyless(request: IncomingMessage): Refusal | null {
    const header = request.headers["strata-key"];
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    const given = typeof header === "string" ? [header] : offered.filter((name) => name !== SUBPROTOCOL);
    if (given.some((key) => this.#same(key, this.#key))) return null;
    return { status: 401, reason: `This tab was not admitted. ${NOT_LET_IN}` };
  }

  /** For every change, and for WebSockets, which no same-origin rule protects. */
  refuseOrigin(request: IncomingMessage): Refusal | null {
    if (request.headers.origin === `http://${request.headers.host}`) return null;
    return { status: 403, reason: "This request did not come from Strata's own page." };
  }

  /** No other page and no service worker may cause a request. The browser marks such requests. */
  refuseForeignPage(request: IncomingMessage): Refusal | null {
    const from = request.headers["sec-fetch-site"];
    const isOurs = from === undefined || from === "same-origin" || from === "none";
    if (isOurs && request.headers["service-worker"] === undefined) return null;
    return { status: 403, reason: "Strata answers its own page only." };
  }

  /** Compares digests, because their length is constant and their differences reveal nothing about the guess. */
  #same(given: string, expected: string): boolean {
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return this.#equal(digest(given), digest(expected));
  }
}
