import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import { type BrowserShell, startBrowserShell } from "../../../main/browser/browserShell.ts";
import { keptDrafts } from "../../disk.ts";
import { test as base, expect } from "../../fixtures.ts";
import { Editor } from "../../pages/editor.ts";
import { Explorer } from "../../pages/explorer.ts";
import { Welcome } from "../../pages/welcome.ts";

// What other servers of this machine, and pages of theirs, can do to the browser shell.

interface Fixtures {
  readonly context: BrowserContext;
  /** Starts the browser shell in this process; by `shared`, with the address that all servers share. */
  readonly serve: ((options?: { shared?: boolean; port?: number }) => Promise<BrowserShell>) & {
    readonly dataDirectory: string;
  };
}

const test = base.extend<Fixtures>({
  context: async ({ chromium }, use) => {
    if (chromium === null) throw new Error("Only a browser has other pages.");
    const context = await chromium.newContext();
    await use(context);
    await context.close();
  },
  serve: async ({ dataDirectory }, use) => {
    const running: BrowserShell[] = [];
    const data = join(dataDirectory, "data");
    const start = async ({ shared = false, port = 0 } = {}) => {
      const shell = await startBrowserShell({
        dataDirectory: data,
        page: join(import.meta.dirname, "../../../dist/renderer"),
        port,
        ...(shared && { ownAddress: "127.0.0.1" }),
      });
      running.push(shell);
      return shell;
    };
    await use(Object.assign(start, { dataDirectory: data }));
    for (const shell of running) await shell.close();
  },
});

test.skip(({ shell }) => shell !== "browser", "the desktop's page has no address on the network");

/** Another server, which keeps what it was sent. */
async function otherServer(
  answer: (request: IncomingMessage) => { readonly type?: string; readonly body: string },
  port = 0,
) {
  const heard: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    heard.push(request);
    const { type = "text/html", body } = answer(request);
    response.writeHead(200, { "content-type": type, "cache-control": "max-age=99999" }).end(body);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, heard, close };
}

const isOpen = async (context: BrowserContext, address: string) => {
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole("button", { name: "New store" })).toBeVisible();
  return page;
};

for (const kind of ["name", "loopback address"] as const) {
  test(`F13 the cookie reaches no other server when the page is at its own ${kind}`, async ({
    context,
    serve,
  }) => {
    const shell = await serve();
    const page = await isOpen(context, kind === "name" ? shell.address : shell.fallback);
    expect(new URL(page.url()).hash).toBe("");
    const other = await otherServer(() => ({ body: "<title>other</title>" }));
    const foreign = await context.newPage();
    for (const host of ["127.0.0.1", "localhost", "other.localhost", "127.0.0.2"]) {
      await foreign.goto(`http://${host}:${other.port}/`).catch(() => {});
    }
    expect(other.heard.length).toBeGreaterThan(2);
    expect(other.heard.flatMap(({ headers }) => headers.cookie ?? [])).toEqual([]);
    expect(other.heard.filter(({ headers }) => headers["strata-key"])).toEqual([]);

    await page.reload();
    await expect(page.getByRole("button", { name: "New store" })).toBeVisible();
    await isOpen(context, new URL("/", page.url()).href);
    await other.close();
  });
}

test("F13 with the cookie alone, another server of a shared address gets the page and nothing else", async ({
  context,
  serve,
}) => {
  const shell = await serve({ shared: true });
  await isOpen(context, shell.fallback);
  const other = await otherServer(() => ({ body: "<title>other</title>" }));
  const foreign = await context.newPage();
  await foreign.goto(`http://127.0.0.1:${other.port}/`);
  const [cookie] = other.heard.flatMap(({ headers }) => headers.cookie ?? []);
  expect(cookie, "cookies know no ports").toMatch(/^strata-/);
  const { host, origin } = new URL(shell.fallback);
  const raw = (head: string) =>
    new Promise<string>((resolve) => {
      const connection = connect(shell.port, "127.0.0.1");
      let answer = "";
      connection.on("data", (data) => {
        answer += data;
      });
      connection.on("close", () => resolve(answer));
      connection.write(`${head}\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\n\r\n`);
    });
  const upgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  expect(await raw(`GET /rpc/engine HTTP/1.1\r\n${upgrade}`)).toMatch(/^HTTP\/1\.1 401 /);
  expect(await raw("POST /files?name=a HTTP/1.1\r\nContent-Length: 0")).toMatch(/^HTTP\/1\.1 401 /);
  expect(await raw("POST /downloads?name=a HTTP/1.1\r\nContent-Length: 0")).toMatch(/^HTTP\/1\.1 401 /);

  // And a page of that server can't make the browser ask, though the cookie would go along.
  const seen = await foreign.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    const socket = new WebSocket(`${address.replace("http", "ws")}rpc/engine`, ["strata"]);
    const opened = await new Promise((resolve) => {
      socket.addEventListener("open", () => resolve(true));
      socket.addEventListener("close", () => resolve(false));
    });
    const answered = await fetch(address, { credentials: "include" }).then(
      () => true,
      () => false,
    );
    return { opened, answered };
  }, `${origin}/`);
  expect(seen).toEqual({ opened: false, answered: false });
  await other.close();
});

test("F13 a service worker, a cache and a database that another server left at a shared address are gone", async ({
  context,
  serve,
}) => {
  const before = await otherServer(({ url }) =>
    url === "/worker.js"
      ? {
          type: "text/javascript",
          body: `self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));
            self.addEventListener("fetch", (event) => {
              const { pathname } = new URL(event.request.url);
              if (pathname !== "/" || event.request.mode !== "navigate") event.respondWith(new Response("hijacked"));
            });`,
        }
      : { body: "<title>before</title>" },
  );
  const old = await context.newPage();
  await old.goto(`http://127.0.0.1:${before.port}/`);
  await old.evaluate(async () => {
    await navigator.serviceWorker.register("/worker.js");
    await navigator.serviceWorker.ready;
    localStorage.setItem("left", "behind");
    await (await caches.open("left")).put("/assets/x.js", new Response("x"));
  });
  await old.close();
  await before.close();

  const shell = await serve({ shared: true, port: before.port });
  const page = await isOpen(context, shell.fallback);
  const left = await page.evaluate(async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    controlled: navigator.serviceWorker.controller !== null,
    caches: await caches.keys(),
    local: localStorage.getItem("left"),
  }));
  expect(left).toEqual({ workers: 0, controlled: false, caches: [], local: null });
});

test("F13 no service worker is set up at Strata's own address, and nothing of its page is kept in a cache", async ({
  context,
  serve,
}) => {
  const shell = await serve();
  const page = await isOpen(context, shell.address);
  const script = await page.evaluate(() => document.querySelector("script")?.src ?? "");
  const set = await page.evaluate(
    (address) =>
      navigator.serviceWorker.register(address).then(
        () => "registered",
        (error: Error) => error.name,
      ),
    script,
  );
  expect(set).toBe("TypeError");
});

test.describe("when the server has ended", () => {
  for (const samePort of [false, true]) {
    test(`F13 the old tab says so, and the edits are there at the new address${samePort ? ", of the same port too" : ""}`, async ({
      context,
      serve,
    }) => {
      const first = await serve();
      const old = await isOpen(context, first.address);
      await new Welcome(old).createStore("Kept");
      await new Explorer(old).add("key");
      const editor = new Editor(old);
      await editor.write("key", '{"kept":1}');
      await expect.poll(async () => (await keptDrafts(serve.dataDirectory)).join()).toBe('{"kept":1}');
      await first.close();
      const band = old.getByRole("alert").filter({ hasText: "server has ended" });
      const next = await serve(samePort ? { port: first.port } : {});
      await expect(band).toContainText("1 unsaved edit is kept, and will be there again.");
      await expect(band).toContainText("Start “strata serve” again and open the address that it prints.");

      await editor.write("key", '{"typed":"since"}');
      await expect(band).toContainText(
        "1 unsaved edit is in this tab alone: copy what you need before you close it.",
      );

      const page = await context.newPage();
      await page.goto(next.address);
      await expect(page.getByText("1 unsaved edit")).toBeVisible();
      await new Explorer(page).select("key");
      await new Editor(page).expectValue("key", '{"kept":1}');
    });
  }

  test("F13 a tab that was not let in says so", async ({ context, serve }) => {
    const shell = await serve();
    const page = await isOpen(context, shell.address);
    await page.close();
    const stranger = await context.newPage();
    await stranger.goto(new URL("/", shell.address).href);
    await expect(stranger.getByRole("alert").filter({ hasText: "This tab was not admitted." })).toBeVisible();
    await stranger.goto(shell.address);
    await expect(stranger.getByRole("button", { name: "New store" })).toBeVisible();
  });
});
