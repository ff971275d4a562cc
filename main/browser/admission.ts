import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SHARED_ADDRESS } from "./hosts.ts";

/** Why a request is refused, as a status and a sentence for people. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** What a browser is given for the token. */
export interface Admitted {
  /** The headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it goes on: the page, with the key after a `#`, where no server and no Referer sees it. */
  readonly location: string;
}

/** The WebSocket subprotocol that the server speaks; the key is offered beside it, and not sent back. */
export const SUBPROTOCOL = "strata";

/** 256 bits that cannot be guessed, as text for a URL, a cookie or a subprotocol. */
const secret = () => randomBytes(32).toString("base64url");

/** Whether two digests are the same, in a time that doesn't tell where they differ. */
type Equal = (one: Uint8Array, other: Uint8Array) => boolean;

const NOT_LET_IN = "Open the address that “strata serve” printed, or start it again for a new one.";

/**
 * Who may talk to this server: a browser that was given a printed address, once, and talks to exactly this host from
 * exactly this origin. The cookie opens the page; for everything else the page hands its key over, which a browser sends
 * nowhere by itself. The rules stand in docs/architecture.md.
 */
export class Admission {
  /** The host of each printed address. */
  readonly hosts: readonly string[];
  /** The name carries the port, since cookies of one host are shared by all its ports. */
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

  /** The addresses that let one browser in. */
  get addresses(): readonly string[] {
    return this.hosts.map((host) => `http://${host}/?token=${this.#token}`);
  }

  /** Takes the token of a printed address for the cookie and the key, once; null if it isn't right, or was taken. */
  redeem(token: string, host: string): Admitted | null {
    if (this.#isTaken || !this.#same(token, this.#token)) return null;
    this.#isTaken = true;
    // Whatever another server at this address left behind could otherwise take the page over.
    const leftovers = host.startsWith(`${SHARED_ADDRESS}:`) ? '"cache", "storage"' : '"storage"';
    return {
      headers: {
        "set-cookie": `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`,
        "clear-site-data": leftovers,
      },
      location: this.#pageWithKey,
    };
  }

  /** Where a browser goes on that has the cookie and opens a printed address again. */
  again(token: string): string {
    return this.#same(token, this.#token) ? this.#pageWithKey : "/";
  }

  get #pageWithKey(): string {
    return `/#key=${this.#key}`;
  }

  /** A host name that leads here but isn't ours is how another site's page would reach us (DNS rebinding). */
  refuseHost(request: IncomingMessage): Refusal | null {
    const [host = "", ...more] = request.headersDistinct["host"] ?? [];
    if (more.length === 0 && this.hosts.includes(host)) return null;
    return { status: 421, reason: "This is not the address of Strata." };
  }

  refuseStranger(request: IncomingMessage): Refusal | null {
    const prefix = `${this.#cookieName}=`;
    const given = (request.headers.cookie ?? "")
      .split(";")
      .map((cookie) => cookie.trim())
      .filter((cookie) => cookie.startsWith(prefix));
    if (given.some((cookie) => this.#same(cookie.slice(prefix.length), this.#session))) return null;
    return { status: 401, reason: `This browser was not let in. ${NOT_LET_IN}` };
  }

  /** The page's own script holds the key. A browser sends the cookie by itself, to other servers of this host too. */
  refuseKeyless(request: IncomingMessage): Refusal | null {
    const header = request.headers["strata-key"];
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    const given = typeof header === "string" ? [header] : offered.filter((name) => name !== SUBPROTOCOL);
    if (given.some((key) => this.#same(key, this.#key))) return null;
    return { status: 401, reason: `This tab was not let in. ${NOT_LET_IN}` };
  }

  /** For everything that changes something, and for WebSockets, which no same-origin rule protects. */
  refuseOrigin(request: IncomingMessage): Refusal | null {
    if (request.headers.origin === `http://${request.headers.host}`) return null;
    return { status: 403, reason: "This request did not come from Strata's own page." };
  }

  /** Another page causes no request here, and no service worker is set up: a browser says which request is which. */
  refuseForeignPage(request: IncomingMessage): Refusal | null {
    const from = request.headers["sec-fetch-site"];
    const isOurs = from === undefined || from === "same-origin" || from === "none";
    if (isOurs && request.headers["service-worker"] === undefined) return null;
    return { status: 403, reason: "Strata answers its own page only." };
  }

  /** Compares digests: their length is always the same, and where they differ says nothing about how much was right. */
  #same(given: string, expected: string): boolean {
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return this.#equal(digest(given), digest(expected));
  }
}
