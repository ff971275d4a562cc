import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { TestServer } from "./testServer.fixture.ts";

let server: TestServer;
let cookie: string;
let key: string;
/** The headers of every request of the page. */
const headersOfPage = () => server.headers({ cookie, key });

beforeAll(async () => {
  server = await TestServer.start();
});

afterAll(() => server.stop());

describe("the printed address", () => {
  it("carries 256 bits, is taken once, and leads to an address without them", async () => {
    expect(Buffer.from(server.token, "base64url")).toHaveLength(32);
    const wrong = await server.request(`/?token=${"A".repeat(43)}`);
    expect(wrong.status).toBe(401);
    expect(wrong.headers["set-cookie"]).toBeUndefined();

    const { token } = server;
    // A program that previews a link does not use it up.
    const looked = await server.request(`/?token=${token}`, { method: "HEAD" });
    expect(looked.status).toBe(401);
    expect(looked.headers["set-cookie"]).toBeUndefined();
    expect(looked.headers["location"]).toBeUndefined();
    const let_in = await server.request(`/?token=${token}`);
    expect(let_in.status).toBe(303);
    key = /^\/#key=([\w-]{43})$/.exec(String(let_in.headers["location"]))?.[1] ?? "";
    expect(Buffer.from(key, "base64url")).toHaveLength(32);
    expect(let_in.headers).toMatchObject({ "clear-site-data": '"storage"', "cache-control": "no-store" });
    const [set] = let_in.headers["set-cookie"] ?? [];
    expect(set).toMatch(
      new RegExp(`^strata-${server.shell.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    cookie = set?.split(";")[0] as string;

    const replayed = await server.request(`/?token=${token}`);
    expect(replayed.status).toBe(401);
    const empty = await server.request("/?token=");
    expect(empty.status).toBe(401);
  });

  it("may be opened again by the browser that was let in", async () => {
    const again = await server.request(`/?token=${server.token}`, { headers: { cookie } });
    expect(again).toMatchObject({ status: 303, headers: { location: `/#key=${key}` } });
    expect(again.headers["set-cookie"]).toBeUndefined();
    // Other tabs' data is not cleared.
    expect(again.headers["clear-site-data"]).toBeUndefined();
  });

  it("F13 gives the key for nothing but its own token: the cookie alone leads to the page alone", async () => {
    const wrong = await server.request("/?token=whatever", { headers: { cookie } });
    expect(wrong).toMatchObject({ status: 303, headers: { location: "/" } });
  });
});

describe("the cookie", () => {
  it("is needed for everything", async () => {
    for (const path of ["/", "/index.html", "/assets/app.js", "/downloads/x", "/nothing"]) {
      expect((await server.request(path)).status, path).toBe(401);
    }
    for (const path of ["/files?name=a.json", "/downloads?name=a.json"]) {
      const headers = { origin: server.origin };
      expect((await server.request(path, { method: "POST", headers })).status, path).toBe(401);
    }
  });

  it("is no good when it is wrong, cut short, or another server's", async () => {
    const [name, value] = cookie.split("=") as [string, string];
    const others = [
      `${name}=`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}x`,
      `strata-1=${value}`,
      `x${cookie}`,
    ];
    for (const other of others) {
      expect((await server.request("/", { headers: { cookie: other } })).status, other).toBe(401);
    }
    expect((await server.request("/", { headers: { cookie: `a=b; ${cookie}; c=d` } })).status).toBe(200);
  });
});

describe("F13 the key", () => {
  const others = () => ["", "x", key.slice(0, -1), `${key}x`, cookie.split("=")[1] ?? "", "A".repeat(43)];

  it("is needed beside the cookie for every change and every WebSocket", async () => {
    const origin = server.origin;
    for (const given of [undefined, ...others()]) {
      const headers = { cookie, origin, ...(given !== undefined && { "strata-key": given }) };
      for (const path of ["/files?name=a.json", "/downloads?name=a.json"]) {
        expect((await server.request(path, { method: "POST", headers })).status, `${path} ${given}`).toBe(
          401,
        );
      }
      const offered = given ? { key: given } : {};
      for (const path of ["/rpc/engine", "/rpc/shell"]) {
        expect(await server.socket(path, { cookie, origin, ...offered }), `${path} ${given}`).toBe(401);
      }
    }
  });

  it("is no good without the cookie, and is sent back by no answer", async () => {
    const origin = server.origin;
    expect(await server.socket("/rpc/engine", { origin, key })).toBe(401);
    const socket = (await server.socket("/rpc/engine", { origin, cookie, key })) as WebSocket;
    expect(socket.protocol).toBe("strata");
    socket.terminate();
  });

  it("says whether the server is the one that let a page in", async () => {
    const asked = (given: string) =>
      server.request("/admitted", { headers: { cookie, "strata-key": given } });
    expect((await asked(key)).status).toBe(204);
    expect((await asked("x")).status).toBe(401);
  });
});

describe("F13 what a browser says of a request", () => {
  it("lets the page itself and addresses that are typed in, and no other page, whatever cookie came along", async () => {
    for (const from of ["same-origin", "none"]) {
      const headers = { cookie, "sec-fetch-site": from };
      expect((await server.request("/", { headers })).status, from).toBe(200);
    }
    for (const from of ["same-site", "cross-site"]) {
      const headers = { ...headersOfPage(), "sec-fetch-site": from };
      for (const path of ["/", "/assets/app.js", "/downloads/x"]) {
        expect((await server.request(path, { headers })).status, `${path} ${from}`).toBe(403);
      }
    }
  });

  it("lets no service worker be set up", async () => {
    const headers = { ...headersOfPage(), "sec-fetch-site": "same-origin", "service-worker": "script" };
    expect((await server.request("/assets/app.js", { headers })).status).toBe(403);
  });

  it("and no answer may be kept for another server at this address", async () => {
    for (const path of ["/", "/assets/app.js", "/nothing", "/downloads/x"]) {
      const { headers } = await server.request(path, { headers: { cookie } });
      expect(headers["cache-control"], path).toBe("no-store");
    }
  });
});

describe("the host", () => {
  it("has to be exactly ours, even with the cookie, as after DNS rebinding", async () => {
    const { port } = server.shell;
    const foreign = [
      "evil.example",
      `evil.example:${port}`,
      `localhost:${port}`,
      `other.localhost:${port}`,
      // Cookies are sent to every server at this address.
      `127.0.0.1:${port}`,
      "127.0.0.1",
      `127.0.0.1:${port}.evil.example`,
      `127.0.0.1.:${port}`,
    ];
    for (const host of foreign) {
      expect((await server.request("/", { headers: { cookie, host } })).status, host).toBe(421);
      expect((await server.request(`/?token=${server.token}`, { headers: { host } })).status, host).toBe(421);
      expect(await server.socket("/rpc/engine", { cookie, key, host, origin: server.origin }), host).toBe(
        421,
      );
    }
  });

  it("F13 may be an address of this server's own too, which is an origin of its own", async () => {
    const fallback = new URL(server.shell.fallback);
    const headers = { ...headersOfPage(), host: fallback.host };
    expect((await server.request("/", { headers })).status).toBe(200);
    expect((await server.request("/files?name=a.json", { method: "POST", headers })).status).toBe(403);
    const own = { ...headers, origin: fallback.origin };
    expect((await server.request("/files?name=a.json", { method: "POST", headers: own })).status).toBe(200);
  });

  it("F13 is another one for each server", async () => {
    const other = await TestServer.start();
    expect(new URL(other.shell.address).hostname).not.toBe(new URL(server.shell.address).hostname);
    expect(new URL(other.shell.fallback).hostname).not.toBe(new URL(server.shell.fallback).hostname);
    await other.stop();
  });

  it("F13 that others share is cleared of all that another server left there", async () => {
    const shared = await TestServer.start(undefined, undefined, { ownAddress: "127.0.0.1" });
    const { host, pathname, search } = new URL(shared.shell.fallback);
    expect(host).toBe(`127.0.0.1:${shared.shell.port}`);
    const { headers } = await shared.request(`${pathname}${search}`, { headers: { host } });
    expect(headers["clear-site-data"]).toBe('"cache", "storage"');
    await shared.stop();
  });

  it("has to be there, and once", async () => {
    expect(await server.raw("GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
    for (const second of ["evil.example", server.host]) {
      const both = `Host: ${server.host}\r\nHost: ${second}\r\nCookie: ${cookie}`;
      expect(await server.raw(`GET / HTTP/1.1\r\n${both}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    }
  });
});

describe("the origin", () => {
  const others = () => [
    undefined,
    "null",
    "http://evil.example",
    "https://127.0.0.1",
    `http://127.0.0.1:${server.shell.port}`,
    `http://localhost:${server.shell.port}`,
    new URL(server.shell.fallback).origin,
    `${server.origin}.evil.example`,
  ];

  it("has to be ours for whatever changes something", async () => {
    for (const origin of others()) {
      for (const path of ["/files?name=a.json", "/downloads?name=a.json"]) {
        const headers = { cookie, "strata-key": key, ...(origin && { origin }) };
        const answer = await server.request(path, { method: "POST", headers, body: "{}" });
        expect(answer.status, `${path} from ${origin}`).toBe(403);
      }
    }
  });

  it("has to be ours for a WebSocket", async () => {
    for (const origin of others()) {
      for (const path of ["/rpc/engine", "/rpc/shell"]) {
        const headers = { cookie, key, ...(origin && { origin }) };
        expect(await server.socket(path, headers), `${path} from ${origin}`).toBe(403);
      }
    }
  });

  it("is given no permission by any answer", async () => {
    const headers = { cookie, origin: "http://evil.example" };
    for (const method of ["GET", "OPTIONS", "HEAD"]) {
      const answer = await server.request("/", { method, headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});

describe("WebSockets", () => {
  it("are refused without the cookie, and anywhere but on the two routes", async () => {
    expect(await server.socket("/rpc/engine", { origin: server.origin })).toBe(401);
    for (const path of [
      "/",
      "/rpc",
      "/rpc/control",
      "/rpc/engine/",
      "/rpc/desktop",
      "/rpc/__proto__",
      "/__proto__",
      "/constructor",
    ]) {
      expect(await server.socket(path, { origin: server.origin, cookie, key }), path).toBe(404);
    }
  });

  it("are ended by a frame that makes no sense, and the next one works", async () => {
    const hostile = [
      "",
      "{",
      "null",
      "1",
      '"x"',
      "[]",
      "{}",
      '{"i":{},"p":1}',
      '{"i":"1","p":{"u":"//","b":1}}',
      "\u0000".repeat(100),
    ];
    for (const route of ["/rpc/engine", "/rpc/shell"]) {
      for (const frame of hostile) {
        const socket = (await server.socket(route, { origin: server.origin, cookie, key })) as WebSocket;
        const closed = new Promise((resolve) => socket.on("close", resolve));
        socket.send(frame);
        await Promise.race([closed, wait(150)]);
        socket.terminate();
      }
    }
    await expect(server.about({ cookie, key })).resolves.toMatchObject({ shell: "browser" });
  });

  it("are sixty-four at most, and one more when one of them is closed", async () => {
    const headers = { origin: server.origin, cookie, key };
    const open: WebSocket[] = [];
    let refused: WebSocket | number | undefined;
    while (open.length <= 64 && typeof refused !== "number") {
      refused = await server.socket("/rpc/shell", headers);
      if (typeof refused !== "number") open.push(refused);
    }
    expect(refused).toBe(503);
    for (const socket of open) socket.terminate();
    await expect(server.about({ cookie, key })).resolves.toMatchObject({ shell: "browser" });
  });

  it("are ended by a message that is too large", async () => {
    const socket = (await server.socket("/rpc/shell", { origin: server.origin, cookie, key })) as WebSocket;
    const closed = new Promise<number>((resolve) => socket.on("close", resolve));
    socket.send("x".repeat(2 * 1024 ** 2));
    expect(await closed).toBe(1009);
    await expect(server.about({ cookie, key })).resolves.toMatchObject({ shell: "browser" });
  });
});

describe("the address that is listened on", () => {
  it("is on the loopback interface, and no other of this machine", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== "127.0.0.1" && !scopeid)
      .map(({ address }) => address);
    for (const host of new Set(["::1", ...others])) {
      const refused = await new Promise<boolean>((resolve) => {
        const connection = connect({ port: server.shell.port, host, timeout: 2_000 });
        connection.on("connect", () => resolve(false));
        for (const end of ["error", "timeout"]) connection.on(end, () => resolve(true));
        connection.on("close", () => connection.destroy());
      });
      expect(refused, host).toBe(true);
    }
  });
});

describe("paths", () => {
  it("lead nowhere outside the page", async () => {
    const attempts = [
      "/../secret.json",
      "/..%2fsecret.json",
      "/%2e%2e/secret.json",
      "/assets/..%2f..%2fsecret.json",
      "/..%5csecret.json",

      "/%00",
      "/%",
      "/assets",
      "/assets/",
      "//evil.example/",
      "/.%2e/%2e%2e/etc/passwd",
      "/etc/passwd",
      "/index.html/..%2f..%2fsecret.json",
    ];
    for (const path of attempts) {
      const answer = await server.request(path, { headers: { cookie } });
      expect([400, 404], path).toContain(answer.status);
      expect(answer.body, path).not.toContain("secret");
    }
    for (const target of ["http://evil.example/", "*", `${server.origin}/`]) {
      const answer = await server.raw(
        `GET ${target} HTTP/1.1\r\nHost: ${server.host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, target).toMatch(/^HTTP\/1\.1 40[04] /);
    }
  });

  it("of the page come with every header that guards it", async () => {
    const { headers, status } = await server.request("/", { headers: { cookie } });
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'self'; script-src 'self'; /);
    expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
  });

  it("answer to no other method", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]) {
      const headers = headersOfPage();
      expect((await server.request("/", { method, headers })).status, method).toBe(405);
    }
  });
});

describe("files", () => {
  it("come in under a ticket, and their names stay names", async () => {
    const headers = headersOfPage();
    for (const name of ["../../evil.json", "/etc/passwd", "a\u0000b", "..", ""]) {
      const answer = await server.request(`/files?name=${encodeURIComponent(name)}`, {
        method: "POST",
        headers,
        body: "{}",
      });
      expect(answer.status).toBe(200);
      const taken = JSON.parse(answer.body) as { file: string; name: string; bytes: number };
      expect(taken.bytes).toBe(2);
      expect(taken.name).not.toMatch(/[/\\\p{Cc}]/u);
      expect(taken.file).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("go out only by a ticket that is there", async () => {
    for (const path of [
      "/downloads/x",
      "/downloads/..%2fsecret.json",
      "/downloads/00000000-0000-4000-8000-000000000000",
    ]) {
      expect((await server.request(path, { headers: { cookie } })).status).toBe(404);
    }
    const prepared = await server.request("/downloads?name=a.json", {
      method: "POST",
      headers: headersOfPage(),
    });
    const { file } = JSON.parse(prepared.body) as { file: string };
    // Nothing has been exported to it yet.
    expect((await server.request(`/downloads/${file}`, { headers: { cookie } })).status).toBe(404);
  });

  it("that say they are too large are refused before they are sent", async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const sent = request({
        host: "127.0.0.1",
        port: server.shell.port,
        path: "/files?name=huge.json",
        method: "POST",
        headers: { ...headersOfPage(), "content-length": String(2 ** 40) },
      });
      sent.on("response", (response) => resolve(response.statusCode ?? 0));
      sent.on("error", reject);
      sent.flushHeaders();
    });
    expect(answer).toBe(413);
  });
});

it("nothing of all this was an error of the server's own", () => {
  expect(server.errors).toEqual([]);
});
