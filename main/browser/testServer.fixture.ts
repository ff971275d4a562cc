import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "./admission.ts";
import { type BrowserShell, type BrowserShellOptions, startBrowserShell } from "./browserShell.ts";
import type { Limits } from "./server.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What an admitted browser has: a cookie, and a key that only the page knows. */
export interface Session {
  readonly cookie: string;
  readonly key: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A browser shell with a new data directory, a page of two files, and a client that can break every rule. */
export class TestServer {
  readonly shell: BrowserShell;
  readonly directory: string;
  readonly origin: string;
  readonly errors: unknown[];

  private constructor(shell: BrowserShell, directory: string, errors: unknown[]) {
    this.shell = shell;
    this.directory = directory;
    this.origin = new URL(shell.address).origin;
    this.errors = errors;
  }

  static async start(
    open?: string,
    limits?: Partial<Limits>,
    more: Pick<BrowserShellOptions, "ownAddress"> = {},
  ): Promise<TestServer> {
    const directory = await mkdtemp(join(tmpdir(), "strata-server-"));
    const page = join(directory, "page");
    await mkdir(join(page, "assets"), { recursive: true });
    await writeFile(join(page, "index.html"), "<!doctype html><title>Strata</title>");
    await writeFile(join(page, "assets", "app.js"), "export {};");
    await writeFile(join(directory, "secret.json"), '"secret"');
    const errors: unknown[] = [];
    const shell = await startBrowserShell({
      dataDirectory: join(directory, "data"),
      page,
      open,
      ...more,
      ...(limits && { limits }),
      report: (error) => errors.push(error),
    });
    return new TestServer(shell, directory, errors);
  }

  async stop(): Promise<void> {
    await this.shell.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  get token(): string {
    return new URL(this.shell.address).searchParams.get("token") ?? "";
  }

  /** The `Host` of the printed address. */
  get host(): string {
    return new URL(this.origin).host;
  }

  /** Exchanges the printed address. */
  async signIn(): Promise<Session> {
    const { headers } = await this.request(`/?token=${this.token}`);
    const [cookie] = headers["set-cookie"] ?? [];
    const key = /#key=(.*)$/.exec(String(headers["location"]))?.[1];
    if (!cookie || !key) throw new Error("Expected a cookie and a key.");
    return { cookie: cookie.split(";")[0] as string, key };
  }

  /** The headers of every request of the page. */
  headers({ cookie, key }: Session): Record<string, string> {
    return { host: this.host, origin: this.origin, cookie, "strata-key": key };
  }

  /** Sends a request with path and headers unchanged. */
  request(path: string, { method = "GET", headers = {}, body = "" }: RequestOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port: this.shell.port,
          path,
          method,
          headers: { host: this.host, ...headers },
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const { statusCode = 0, headers: answered } = response;
            resolve({ status: statusCode, headers: answered, body: Buffer.concat(chunks).toString() });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /**
   * Tries to open a WebSocket: returns the socket, or the status of the refusal. `key` is sent as the page sends it.
   */
  socket(path: string, { key, ...headers }: Readonly<Record<string, string>>): Promise<WebSocket | number> {
    return new Promise((resolve, reject) => {
      const protocols = key === undefined ? [] : [SUBPROTOCOL, key];
      const socket = new WebSocket(`ws://127.0.0.1:${this.shell.port}${path}`, protocols, {
        headers: { host: this.host, ...headers },
      });
      socket.on("open", () => resolve(socket));
      socket.on("unexpected-response", (sent, response) => {
        sent.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", reject);
    });
  }

  /** One whole call of the shell contract over a new socket; repeated until there is capacity for one. */
  async about(session: Session): Promise<unknown> {
    let socket: WebSocket | number = 0;
    for (let attempt = 0; attempt < 300 && typeof socket === "number"; attempt++) {
      socket = await this.socket("/rpc/shell", { origin: this.origin, ...session }).catch(() => 0);
      if (typeof socket === "number") await wait(100);
    }
    if (typeof socket === "number") throw new Error(`Expected a socket, was answered ${socket}.`);
    const about = await aboutOver(socket);
    socket.close();
    return about;
  }

  /** Sends bytes unchanged and returns everything that is received. */
  raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const connection = connect(this.shell.port, "127.0.0.1");
      let answer = "";
      connection.on("data", (chunk) => {
        answer += chunk;
      });
      connection.on("close", () => resolve(answer));
      connection.on("error", reject);
      connection.write(text);
    });
  }
}

/** One whole call of the shell contract over an open socket. */
export async function aboutOver(socket: WebSocket): Promise<unknown> {
  const answer = new Promise<string>((resolve) => socket.once("message", (data) => resolve(String(data))));
  socket.send(JSON.stringify({ i: "1", p: { u: "/about", b: {} } }));
  const { p } = JSON.parse(await answer) as { p: { b: { json: unknown } } };
  return p.b.json;
}
