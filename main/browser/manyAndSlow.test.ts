import { type EventEmitter, once } from "node:events";
import { readdir } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import type { Limits } from "./server.ts";
import { aboutOver, type Session, TestServer } from "./testServer.fixture.ts";

const MB = 1024 ** 2;
const LIMIT = 64 * MB;
/** Few, so that a connection that is not closed keeps the next one out. */
const CONNECTIONS = 9;
/** The most memory that the server may use for a client's bytes, with a margin for the rest of the process. */
const MOST_MEMORY = 200 * MB;

let server: TestServer;
let session: Session;
/** A page that was open before. */
let page: WebSocket;

/** A server with these limits, and an open page of it. */
async function start(limits: Partial<Limits>): Promise<void> {
  server = await TestServer.start(undefined, limits);
  session = await server.signIn();
  page = (await server.socket("/rpc/shell", { origin: server.origin, ...session })) as WebSocket;
}

afterEach(async () => {
  page.terminate();
  await server.stop();
  expect(server.errors).toEqual([]);
});

/** Checks that the open page still works, and that another one is admitted. */
async function expectAnswers(): Promise<void> {
  expect(await aboutOver(page)).toMatchObject({ shell: "browser" });
  expect(await server.about(session)).toMatchObject({ shell: "browser" });
}

function ask(path: string, options: RequestOptions = {}): ClientRequest {
  const headers = { ...server.headers(session), ...options.headers };
  return request({ host: "127.0.0.1", port: server.shell.port, path, agent: false, ...options, headers });
}

/** Resolves once the connection is closed, by either side. */
function closing(connection: EventEmitter): Promise<void> {
  connection.on("error", () => {});
  return new Promise((resolve) => connection.once("close", () => resolve()));
}

const uploads = async () => {
  const ours = (await readdir(tmpdir())).filter(
    (name) => name.includes(`-${process.pid}-`) && name.startsWith("strata-transfer-"),
  );
  return (await Promise.all(ours.map((name) => readdir(`${tmpdir()}/${name}`)))).flat();
};

describe("a gigabyte that doesn't say how large it is", () => {
  it("is refused at the limit, held nowhere, and others are served meanwhile", async () => {
    await start({ upload: LIMIT });
    const before = process.memoryUsage().rss;
    let most = 0;
    let sent = 0;
    const upload = ask("/files?name=huge.json", { method: "POST" });
    const answered = new Promise<number>((resolve) =>
      upload.on("response", (answer) => resolve(answer.statusCode ?? 0)),
    );
    let ended = false;
    let goOn = () => {};
    upload.on("error", () => {});
    upload.on("drain", () => goOn());
    upload.on("close", () => {
      ended = true;
      goOn();
    });
    const goingOn = () =>
      new Promise<void>((resolve) => {
        goOn = resolve;
        if (ended) resolve();
      });
    const chunk = Buffer.alloc(MB, 0x20);
    let asking: Promise<void> | undefined;
    while (!ended && sent < 1024) {
      sent += 1;
      const isTaken = upload.write(chunk);
      most = Math.max(most, process.memoryUsage().rss - before);
      if (sent === 10) asking = expectAnswers();
      if (!isTaken) await goingOn();
    }
    expect(await answered).toBe(413);
    expect(sent).toBeLessThan(1024);
    expect(most).toBeLessThan(MOST_MEMORY);
    upload.destroy();
    await asking;
    await expect.poll(uploads).toEqual([]);
    await expectAnswers();
  });
});

describe("a slow client", () => {
  it("that never finishes its headers is closed, and delays no other", async () => {
    await start({ headersWithin: 500 });
    const slow = connect(server.shell.port, "127.0.0.1");
    slow.write("GET / HTTP/1.1\r\nHost: ");
    const dripping = setInterval(() => slow.write("x"), 50);
    const dropped = closing(slow);
    let answer = "";
    slow.on("data", (chunk) => {
      answer += chunk;
    });
    await expectAnswers();
    await dropped;
    clearInterval(dripping);
    expect(answer).toMatch(/^HTTP\/1\.1 40[08] /);
    await expectAnswers();
  });

  it("that stops in the middle of its body is dropped, and leaves no file", async () => {
    await start({ idleFor: 500 });
    const slow = ask("/files?name=slow.json", { method: "POST", headers: { "content-length": "1000" } });
    const broken = closing(slow);
    slow.write("[1,");
    await expect.poll(uploads).toHaveLength(1);
    await expectAnswers();
    await broken;
    await expect.poll(uploads).toEqual([]);
    await expectAnswers();
  });

  it("that doesn't read what it asked for is dropped, and nothing piles up for it", async () => {
    await start({ idleFor: 1_000, connections: CONNECTIONS });
    const stored = JSON.parse(await uploaded(16 * MB)) as { file: string };
    const before = process.memoryUsage().rss;
    const readers = await Promise.all(
      Array.from({ length: CONNECTIONS - 1 }, async () => {
        const asked = ask(`/downloads/${stored.file}`).end();
        asked.on("error", () => {});
        const [answer] = await once(asked, "response");
        // Its data is never read.
        return answer as IncomingMessage;
      }),
    );
    expect(await aboutOver(page)).toMatchObject({ shell: "browser" });
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
    // There is no capacity for another connection until they are closed.
    await expectAnswers();
    for (const reader of readers) reader.destroy();
  });
});

describe("ten thousand connections at once", () => {
  it("leave room for the page that was open, and make room for the next one", async () => {
    await start({ headersWithin: 1_000 });
    const flood: Socket[] = [];
    let settled = 0;
    const settle = () => {
      settled += 1;
    };
    const most = asManyAsAllowed();
    for (let count = 0; count < most; count += 1) {
      const connection = connect(server.shell.port, "127.0.0.1");
      connection.once("connect", settle);
      connection.on("error", settle);
      flood.push(connection);
    }
    expect(await aboutOver(page)).toMatchObject({ shell: "browser" });
    await expect.poll(() => settled, { timeout: 30_000 }).toBeGreaterThanOrEqual(flood.length);
    // Admitted connections that do nothing; the server closes them.
    await expectAnswers();
    for (const connection of flood) connection.destroy();
    await expectAnswers();
  });
});

describe("F14 silent connections", () => {
  it("that are opened again whenever they are ended keep no new page and no request out", async () => {
    await start({ strangersFor: 60_000, headersWithin: 60_000 });
    const flood = new Set<Socket>();
    let opened = 0;
    let isOver = false;
    const openOne = () => {
      if (isOver) return;
      const silent = connect(server.shell.port, "127.0.0.1");
      flood.add(silent);
      opened += 1;
      silent.on("error", () => {});
      silent.once("close", () => {
        flood.delete(silent);
        setTimeout(openOne, 5);
      });
    };
    for (let count = 0; count < 400; count += 1) openOne();
    await expect.poll(() => opened).toBeGreaterThan(2_000);
    for (let round = 0; round < 20; round += 1) {
      // One attempt each, as a browser makes.
      const socket = await server.socket("/rpc/shell", { origin: server.origin, ...session });
      expect(await aboutOver(socket as WebSocket)).toMatchObject({ shell: "browser" });
      (socket as WebSocket).terminate();
      const { status } = await server.request("/", { headers: { cookie: session.cookie } });
      expect(status).toBe(200);
      expect(await aboutOver(page)).toMatchObject({ shell: "browser" });
    }
    isOver = true;
    for (const silent of flood) silent.destroy();
  });

  it("may stay a short time only, and those that showed the cookie as long as they do anything", async () => {
    await start({ strangersFor: 300, headersWithin: 60_000 });
    const silent = connect(server.shell.port, "127.0.0.1");
    await closing(silent);
    const upload = ask("/files?name=slow.json", { method: "POST", headers: { "content-length": "8" } });
    const answered = once(upload, "response");
    for (const piece of ["[1", ",2", ",3", ",4"]) {
      upload.write(piece);
      await wait(150);
    }
    const [answer] = (await answered) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.resume();
  });
});

/** Each connection is two open files of this process. */
function asManyAsAllowed(): number {
  const report = process.report.getReport() as unknown as {
    readonly userLimits?: { readonly open_files?: { readonly hard: number | "unlimited" } };
  };
  const files = report.userLimits?.open_files?.hard ?? "unlimited";
  return Math.min(10_000, files === "unlimited" ? 10_000 : Math.floor((files - 500) / 2));
}

async function uploaded(bytes: number): Promise<string> {
  const body = " ".repeat(bytes);
  const answer = await server.request("/files?name=large.json", {
    method: "POST",
    headers: server.headers(session),
    body,
  });
  expect(answer.status).toBe(200);
  await wait(0);
  return answer.body;
}
