import { chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileTicket } from "../../shared/model/index.ts";
import type { TicketedFile } from "../api/fileTickets.ts";
import { TemporaryFiles } from "./temporaryFiles.ts";
import { TransferRoutes } from "./transferRoutes.ts";

const LARGEST = 1000;

/** Only the tickets; the engine is not part of this test. */
class Tickets {
  readonly files = new Map<string, TicketedFile>();
  #count = 0;
  async addFile(file: TicketedFile): Promise<FileTicket> {
    const ticket = `ticket-${++this.#count}`;
    this.files.set(ticket, file);
    return ticket as FileTicket;
  }
  async removeFile(ticket: FileTicket): Promise<void> {
    this.files.delete(ticket);
  }
}

let parent: string;
let tickets: Tickets;
let files: TemporaryFiles;
let reported: unknown[];
let server: Server;

const report = (error: unknown) => reported.push(error);
/** The prefix of this account's folder names. */
const ours = `strata-transfer-${process.getuid?.() ?? 0}`;

beforeEach(async () => {
  reported = [];
  parent = await mkdtemp(join(tmpdir(), "strata-routes-"));
  tickets = new Tickets();
  files = new TemporaryFiles(tickets, report, parent);
  const routes = new TransferRoutes(files, LARGEST);
  server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? "/", "http://127.0.0.1");
    const ticket = /^\/downloads\/(.+)$/.exec(url.pathname)?.[1];
    if (ticket !== undefined) void routes.download(answer, ticket);
    else if (url.pathname === "/downloads") void routes.prepareDownload(asked, answer, url);
    else void routes.upload(asked, answer, url);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  files.removeAll();
  await rm(parent, { recursive: true, force: true });
});

const port = () => (server.address() as AddressInfo).port;
const post = (path: string, body: string) =>
  fetch(`http://127.0.0.1:${port()}${path}`, { method: "POST", body });
const temporary = async () => {
  const [directory] = await readdir(parent);
  return directory ? readdir(join(parent, directory)) : [];
};

describe("an upload", () => {
  it("is on disk, under a ticket, as it was sent", async () => {
    const answer = (await (await post("/files?name=Ä.json", '{"a":1}')).json()) as {
      file: string;
      name: string;
    };
    expect(answer).toMatchObject({ name: "Ä.json", bytes: 7 });
    expect(await readFile(tickets.files.get(answer.file)?.path ?? "", "utf8")).toBe('{"a":1}');
  });

  it("that grows too large on its way is refused, and leaves nothing behind", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      // Without content-length, the size is known only as the data arrives.
      const sent = request({ port: port(), path: "/files?name=x", method: "POST" }, (answer) => {
        resolve(answer.statusCode ?? 0);
        sent.destroy();
      });
      sent.on("error", reject);
      sent.write("x".repeat(LARGEST));
      setTimeout(() => sent.write("x"), 20);
    });
    expect(status).toBe(413);
    expect(await temporary()).toEqual([]);
    expect(tickets.files.size).toBe(0);
  });

  it("that breaks off leaves nothing behind", async () => {
    const sent = request({
      port: port(),
      path: "/files?name=x",
      method: "POST",
      headers: { "content-length": 500 },
    });
    sent.on("error", () => {});
    sent.write("half");
    while ((await temporary()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sent.destroy();
    while ((await temporary()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(tickets.files.size).toBe(0);
  });

  it("pushes out the oldest when there are too many", async () => {
    for (let i = 0; i < 20; i++) await post(`/files?name=${i}`, String(i));
    expect(tickets.files.size).toBe(16);
    expect(await temporary()).toHaveLength(16);
    expect([...tickets.files.values()].map(({ name }) => name)).toContain("19");
  });
});

describe("a download", () => {
  it("sends what was written to its ticket, under its name", async () => {
    const name = 'a "quoted" \u{1F680}; filename=evil.exe.json';
    const prepared = await post(`/downloads?name=${encodeURIComponent(name)}`, "");
    const { file } = (await prepared.json()) as { file: string };
    await writeFile(tickets.files.get(file)?.path ?? "", "exported");
    const answer = await fetch(`http://127.0.0.1:${port()}/downloads/${file}`);
    expect(await answer.text()).toBe("exported");
    const disposition = answer.headers.get("content-disposition") ?? "";
    expect(disposition).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  });

  it("is not there before it was exported", async () => {
    const prepared = await post("/downloads?name=x", "");
    const { file } = (await prepared.json()) as { file: string };
    expect((await fetch(`http://127.0.0.1:${port()}/downloads/${file}`)).status).toBe(404);
  });
});

describe("TemporaryFiles", () => {
  it("removes what a server that was killed left, and nothing of one that runs", async () => {
    await mkdir(join(parent, `${ours}-999999999-dead`));
    // A similar name that begins with a number by chance.
    await mkdir(join(parent, `${ours}-9xYz12`));
    await mkdir(join(parent, `${ours}-${process.pid}-alive`));
    await mkdir(join(parent, "somebody-elses"));
    const second = new TemporaryFiles(tickets, report, parent);
    const left = await readdir(parent);
    expect(left).not.toContain(`${ours}-999999999-dead`);
    expect(left).toEqual(
      expect.arrayContaining([`${ours}-${process.pid}-alive`, "somebody-elses", `${ours}-9xYz12`]),
    );
    second.removeAll();
  });

  it("F14 leaves alone what another account left, whatever it is called, and what is no folder", async () => {
    const linked = join(parent, "linked");
    await mkdir(join(linked, "kept"), { recursive: true });
    await symlink(linked, join(parent, `${ours}-999999999-link`));
    await writeFile(join(parent, `${ours}-999999998-file`), "x");
    await mkdir(join(parent, "strata-transfer-424242-999999999-other"));
    new TemporaryFiles(tickets, report, parent).removeAll();
    expect(await readdir(linked)).toEqual(["kept"]);
    expect((await readdir(parent)).sort()).toEqual([
      "linked",
      `${ours}-999999998-file`,
      `${ours}-999999999-link`,
      "strata-transfer-424242-999999999-other",
    ]);
    expect(reported).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)(
    "F14 leaves alone a folder of ours by its name, but not by its owner",
    async () => {
      const foreign = join(parent, `${ours}-999999999-foreign`);
      await mkdir(foreign);
      await chown(foreign, 12345, 12345);
      new TemporaryFiles(tickets, report, parent).removeAll();
      expect(await readdir(parent)).toContain(`${ours}-999999999-foreign`);
    },
  );

  it("F14 reports a place that can't be tidied up or written, and refuses uploads alone", async () => {
    files = new TemporaryFiles(tickets, report, join(parent, "missing"));
    expect(reported).toHaveLength(1);
    expect(files.newPath()).toBeNull();
    expect(reported).toHaveLength(2);
  });

  it("F14 makes its folder for this account alone, and again after it was removed", async () => {
    const first = dirname(files.newPath() ?? "");
    expect((await stat(first)).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o700);
    await rm(first, { recursive: true });
    expect(await readdir(dirname(files.newPath() ?? ""))).toEqual([]);
  });
});
