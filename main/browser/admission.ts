import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Why a request is refused, as a status and a sentence for people. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** 256 bits that nobody can guess, as text for a URL or a cookie. */
const secret = () => randomBytes(32).toString("base64url");

/** Whether two digests are the same, in a time that doesn't tell where they differ. */
type Equal = (one: Uint8Array, other: Uint8Array) => boolean;

/**
 * Who may talk to this server: a browser that was given the printed address, once, and talks to exactly this host from
 * exactly this origin. The rules stand in docs/architecture.md.
 */
export class Admission {
  readonly host: string;
  readonly origin: string;
  /** The name carries the port, since cookies of one host are shared by all its ports. */
  readonly #cookieName: string;
  readonly #session = secret();
  readonly #equal: Equal;
  #token: string | null = secret();

  constructor(port: number, equal: Equal = timingSafeEqual) {
    this.#equal = equal;
    this.host = `127.0.0.1:${port}`;
    this.origin = `http://${this.host}`;
    this.#cookieName = `strata-${port}`;
  }

  /** The address that lets one browser in. */
  get address(): string {
    return `${this.origin}/?token=${this.#token ?? ""}`;
  }

  /** Takes the token of the printed address for a cookie: the value of a Set-Cookie header, or null if it isn't right. */
  redeem(token: string): string | null {
    if (this.#token === null || !this.#same(token, this.#token)) return null;
    this.#token = null;
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** A host name that leads here but isn't ours is how another site's page would reach us (DNS rebinding). */
  refuseHost(request: IncomingMessage): Refusal | null {
    if (request.headers.host === this.host) return null;
    return { status: 421, reason: "This is not the address of Strata." };
  }

  refuseStranger(request: IncomingMessage): Refusal | null {
    const cookies = (request.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
    const prefix = `${this.#cookieName}=`;
    const given = cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
    if (given !== undefined && this.#same(given, this.#session)) return null;
    return {
      status: 401,
      reason: "This browser was not let in. Start “strata serve” again and open the address that it prints.",
    };
  }

  /** For everything that changes something, and for WebSockets, which no same-origin rule protects. */
  refuseOrigin(request: IncomingMessage): Refusal | null {
    if (request.headers.origin === this.origin) return null;
    return { status: 403, reason: "This request did not come from Strata's own page." };
  }

  /** Compares digests: their length is always the same, and where they differ says nothing about how much was right. */
  #same(given: string, expected: string): boolean {
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return this.#equal(digest(given), digest(expected));
  }
}
