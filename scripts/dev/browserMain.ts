import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { inProject } from "../setup/paths.js";
import type { DevMain, DevPage, MainProxy, Upstream } from "./page.ts";

/** A port that is free now, for every run of the server. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Strata's own loopback server as a child process, run from its sources and restarted when they change. */
export class BrowserMain implements DevMain {
  readonly #data: string;
  readonly #proxy: MainProxy;
  #child: ChildProcess | undefined;

  constructor(data: string, port: number) {
    this.#data = data;
    this.#proxy = { port, key: randomBytes(32).toString("base64url"), upstream: undefined };
  }

  get proxy(): MainProxy {
    return this.#proxy;
  }

  async start(paths: readonly string[]): Promise<void> {
    this.#proxy.upstream = await this.#spawn(paths);
  }

  async restart(): Promise<void> {
    const began = performance.now();
    this.#proxy.upstream = undefined;
    await this.stop();
    await this.start([]).then(
      () => console.log(`main was restarted (${Math.round(performance.now() - began)} ms)`),
      (error: Error) => console.error(`${error.message} It is restarted at the next change.`),
    );
  }

  hint(page: DevPage): string {
    return `\nStrata, from its sources: ${page.origin}/#key=${this.#proxy.key}\nChanges are shown as they are saved. Ctrl+C ends it.`;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }

  async #spawn(paths: readonly string[]): Promise<Upstream> {
    const args = [
      inProject("main", "browser", "main.ts"),
      "--port",
      String(this.#proxy.port),
      "--data",
      this.#data,
    ];
    const child = spawn(process.execPath, [...args, ...paths], { stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    return admit(await printedAddress(child));
  }
}

/** The address by number that the server prints: a name of its own would not be found from here. */
async function printedAddress(child: ChildProcess): Promise<URL> {
  let output = "";
  const gone = once(child, "exit").then(() => {
    throw new Error("main ended before it said where it is (see above).");
  });
  const found = (async () => {
    for await (const chunk of child.stdout ?? []) {
      output += String(chunk);
      const address = /http:\/\/127\.\d+\.\d+\.\d+:\d+\/\?token=\S+/.exec(output)?.[0];
      if (address !== undefined) return new URL(address);
    }
    throw new Error("main said nothing of an address.");
  })();
  gone.catch(() => {});
  const address = await Promise.race([found, gone]);
  child.stdout?.resume();
  return address;
}

/** Takes the printed token, once, as a browser would. */
async function admit(address: URL): Promise<Upstream> {
  const answer = await fetch(address, { redirect: "manual" });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  const key = /#key=(.+)$/.exec(answer.headers.get("location") ?? "")?.[1];
  if (cookie === undefined || key === undefined)
    throw new Error("main let this server in without cookie or key.");
  return { host: address.host, cookie, key };
}
