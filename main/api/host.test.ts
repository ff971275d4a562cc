import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineContract } from "../../shared/contract/index.ts";
import { type JsonText, type Key, NOW, type Revision, type StoreId } from "../../shared/model/index.ts";
import { createEnhancedPersistence } from "../engine/index.ts";
import { EngineWorker } from "./engineWorker.ts";
import { linkOver } from "./frames/link.ts";
import { PortChannel } from "./frames/portChannel.ts";
import { EngineHost } from "./host.ts";

type Client = ContractRouterClient<EngineContract>;

let directory: string;
let host: EngineHost;
let workers: EngineWorker[];
let restarts: string[];
let failures: Error[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-host-"));
  workers = [];
  restarts = [];
  failures = [];
  host = new EngineHost({
    dataDirectory: join(directory, "data"),
    onRestart: (message) => restarts.push(message),
    onFailure: (error) => failures.push(error),
    startWorker: () => {
      const worker = new EngineWorker();
      workers.push(worker);
      return worker;
    },
  });
});

afterEach(async () => {
  await host.stop().catch(() => {});
  await rm(directory, { recursive: true, force: true });
});

const key = (text: string) => text as Key;
const text = (json: string) => json as JsonText;
const open = (name = "store") => host.open(join(directory, name), { showLocation: true });

async function connect(): Promise<Client> {
  return createORPCClient(linkOver(new PortChannel(await host.connect({ bytes: false }))));
}

async function crash(): Promise<void> {
  const seen = restarts.length;
  await workers.at(-1)?.terminate();
  while (restarts.length === seen && failures.length === 0) await new Promise((done) => setTimeout(done, 10));
}

async function failureCode(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error("Expected a failure."),
    (reason: unknown) => reason as { data?: { code?: string } },
  );
  return "data" in error ? (error.data?.code ?? "none") : String(error);
}

describe("EngineHost", () => {
  it("opens a folder once, however often it is asked", async () => {
    const [a, b] = await Promise.all([open(), open()]);
    expect(a).toEqual(b);
    expect((await open("other")).store).not.toBe(a.store);
    expect(host.pathOf(a.store)).toBe(join(directory, "store"));
  });

  // Root may write anywhere but to a file system that is mounted for reading, and only root can mount one.
  it.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "F19 shows what others wrote to a store that is only read once it is reloaded, under the same handle, and ends its feeds, so that they are requested again (skipped unless root)",
    async () => {
      const basePath = join(directory, "written");
      const seen = join(directory, "seen");
      await Promise.all([mkdir(basePath), mkdir(seen)]);
      const writer = await createEnhancedPersistence({ basePath });
      await writer.set("a", 1);
      execFileSync("mount", ["--bind", basePath, seen]);
      execFileSync("mount", ["-o", "remount,ro,bind", seen]);
      try {
        const { store } = await host.open(seen, { showLocation: true });
        const client = await connect();
        const next = (await client.stores.changes({ store })).next();
        await writer.set("b", 2);
        expect(await client.stores.status({ store })).toMatchObject({
          readOnly: "not writable",
          revision: 1,
        });
        await host.reload(store);
        expect((await next).done).toBe(true);
        expect(await client.stores.status({ store })).toMatchObject({ store, revision: 2, entryCount: 2 });
        expect((await client.entries.get({ store, at: NOW, key: key("b") }))?.text).toBe("2");
      } finally {
        execFileSync("umount", ["-l", seen]);
        await writer.close();
      }
    },
  );

  it("F19 leaves a store that can be written to as it is when a reload is asked for", async () => {
    const { store } = await open();
    const client = await connect();
    await client.entries.put({ store, key: key("a"), text: text("1"), expected: null });
    await host.reload(store);
    expect(await client.stores.status({ store })).toMatchObject({ readOnly: null, entryCount: 1 });
  });

  it("reveals a store's path only on request", async () => {
    const client = await connect();
    const { store } = await host.open(join(directory, "hidden"), { showLocation: false });
    expect(await client.stores.status({ store })).toMatchObject({ name: "hidden", location: null });
    expect((await client.stores.status({ store: (await open()).store })).location).toBe(
      join(directory, "store"),
    );
  });

  it("refuses a folder that is full of something else, and leaves it as it is", async () => {
    const full = join(directory, "photos");
    await mkdir(full);
    await writeFile(join(full, "cat.txt"), "meow");
    expect(await failureCode(host.open(full, { showLocation: true }))).toBe("NOT_A_STORE");
    expect(await readFile(join(full, "cat.txt"), "utf8")).toBe("meow");
  });

  it("applies settings to every store, also to those opened later and after a restart", async () => {
    const settings = {
      autoSnapshotInterval: null as number | null,
      maxSnapshots: 2,
      cacheStrategy: "memory",
      deltaStrategy: "dict",
      tripwirePercent: 0,
    } as const;
    const early = (await open("early")).store;
    await host.configure(settings);
    const late = (await open("late")).store;
    const shown = async (store: StoreId) => (await connect()).stores.metrics({ store });
    const chosen = { cache: { strategy: "memory" }, delta: { strategy: "dict" } };
    for (const store of [early, late]) expect(await shown(store)).toMatchObject(chosen);
    await crash();
    expect(await shown(early)).toMatchObject(chosen);
    await host.configure({ ...settings, cacheStrategy: "none" });
    const client = await connect();
    for (let n = 0; n < 3; n += 1) await client.snapshots.create({ store: late });
    expect(await shown(late)).toMatchObject({ ...chosen, cache: { strategy: "none" } });
    expect((await client.snapshots.since({ store: late, mark: null })).snapshots).toHaveLength(2);
    await client.entries.put({ store: late, key: key("k"), text: text("1") });
    await host.configure({ ...settings, autoSnapshotInterval: 0.02 });
    await expect
      .poll(async () =>
        (await client.snapshots.since({ store: late, mark: null })).snapshots.flatMap(({ tags }) => tags),
      )
      .toEqual(["auto"]);
  });

  it("deletes no snapshot without a limit", async () => {
    const { store } = await open();
    const client = await connect();
    for (let n = 0; n < 55; n += 1) await client.snapshots.create({ store });
    expect((await client.snapshots.since({ store, mark: null })).snapshots).toHaveLength(55);
  });

  it("closes a store for everybody", async () => {
    const client = await connect();
    const { store } = await open();
    await host.close(store);
    expect(await failureCode(client.stores.status({ store }))).toBe("NOT_FOUND");
    expect(host.pathOf(store)).toBeUndefined();
    expect((await open()).store).not.toBe(store);
  });

  it("lets a ticket be used for what it was given for, and only while it is valid", async () => {
    const client = await connect();
    const path = join(directory, "in.json");
    await writeFile(path, '{"a":1}');
    const plan = { depth: 1, separator: ".", keyField: null };
    const read = await host.addFile({ path, name: "shown.json", use: "read" });
    const preview = await client.transfer.preview({ file: read, plan });
    expect(preview).toMatchObject({ name: "shown.json", root: "object" });
    expect(JSON.stringify(preview)).not.toContain(directory);

    const { store } = await open();
    const write = await host.addFile({ path, name: "x", use: "write" });
    expect(await failureCode(client.transfer.preview({ file: write, plan }))).toBe("NOT_FOUND");
    const exporting = client.transfer.export({ store, at: NOW, file: read });
    expect(await failureCode(exporting.then((events) => events.next()))).toBe("NOT_FOUND");

    await host.removeFile(read);
    expect(await failureCode(client.transfer.preview({ file: read, plan }))).toBe("NOT_FOUND");
  });

  it("gives a long value in pieces that are the value, and of none nothing", async () => {
    const { store } = await open();
    const client = await connect();
    const long = text(JSON.stringify("\u{1f600}é".repeat(700_000)));
    await client.entries.put({ store, key: key("long"), text: long });
    const read = async (name: string) => {
      const pieces: string[] = [];
      for await (const { piece } of await client.entries.pieces({ store, at: NOW, key: key(name) })) {
        pieces.push(piece);
      }
      return pieces;
    };
    const pieces = await read("long");
    expect(pieces).toHaveLength(3);
    expect(pieces.join("") === long).toBe(true);
    expect(await read("none")).toEqual([]);
    const future = { kind: "revision", revision: 99 as Revision } as const;
    const refused = client.entries.pieces({ store, at: future, key: key("long") });
    expect(await failureCode(refused.then((stream) => stream.next()))).toBe("NOT_FOUND");
  });

  it("stops the same way however often it is asked, and then every store can be opened elsewhere", async () => {
    const { store } = await open();
    const client = await connect();
    await client.entries.put({ store, key: key("a"), text: text("1") });
    await Promise.all([host.stop(), host.stop()]);
    const other = new EngineHost();
    const again = await other.open(join(directory, "store"), { showLocation: true });
    const reader: Client = createORPCClient(linkOver(new PortChannel(await other.connect({ bytes: true }))));
    expect((await reader.entries.get({ store: again.store, at: NOW, key: key("a") }))?.text).toBe("1");
    await other.stop();
  });

  it("lets calls that are under way end before it stops", async () => {
    const { store } = await open();
    const client = await connect();
    const writes = Array.from({ length: 50 }, (_, i) =>
      client.entries.put({ store, key: key(`k${i}`), text: text(String(i)) }),
    );
    // They must have arrived before they can be waited for. The answer to a later call proves that.
    await Promise.all([writes[0], client.entries.get({ store, at: NOW, key: key("none") })]);
    await host.stop();
    const results = await Promise.allSettled(writes);
    expect(results.map(({ status }) => status)).toEqual(Array(50).fill("fulfilled"));
  });
});

describe("after a crash", () => {
  it("the same stores and files are there under the same handles, with everything acknowledged", async () => {
    const { store } = await open();
    const path = join(directory, "in.json");
    await writeFile(path, '{"a":1}');
    const file = await host.addFile({ path, name: "in.json", use: "read" });
    const before = await connect();
    await before.entries.put({ store, key: key("a"), text: text('{"kept": true}') });
    await crash();

    expect(restarts).toHaveLength(1);
    expect(restarts[0]).toContain("restarted");
    const after = await connect();
    expect((await after.entries.get({ store, at: NOW, key: key("a") }))?.text).toBe('{"kept":true}');
    const plan = { depth: 1, separator: ".", keyField: null };
    expect((await after.transfer.preview({ file, plan })).name).toBe("in.json");
  });

  it("calls that were under way fail, and the port is closed", async () => {
    const { store } = await open();
    const port = await host.connect({ bytes: false });
    const closed = new Promise((resolve) => port.on("close", resolve));
    const client: Client = createORPCClient(linkOver(new PortChannel(port)));
    const changes = await client.stores.changes({ store });
    const next = changes.next();
    const [outcome] = await Promise.all([
      next.then(
        () => "event",
        () => "failed",
      ),
      crash(),
    ]);
    expect(outcome).toBe("failed");
    await closed;
  });

  it("a store that is gone meanwhile is named, and the others are there", async () => {
    await open("kept");
    const { store } = await open("lost");
    await rm(join(directory, "lost"), { recursive: true });
    await writeFile(join(directory, "lost"), "a file now");
    await crash();
    expect(restarts[0]).toContain("could not be opened again: lost");
    const client = await connect();
    expect(await failureCode(client.stores.status({ store }))).toBe("NOT_FOUND");
    expect(await client.stores.status({ store: (await open("kept")).store })).toMatchObject({ name: "kept" });
  });

  it("another one follows, until it is plain that it doesn't help", async () => {
    for (let i = 0; i < 4 && failures.length === 0; i++) await crash();
    expect(restarts).toHaveLength(3);
    expect(failures[0]?.message).toContain("keeps stopping");
    await expect(host.connect({ bytes: false })).rejects.toThrow("keeps stopping");
  });
});

it("a client that names no open store gets an error that says so", async () => {
  const client = await connect();
  for (const id of ["x", "__proto__", "constructor", "../store"]) {
    expect(await failureCode(client.stores.status({ store: id as StoreId }))).toBe("NOT_FOUND");
  }
});
