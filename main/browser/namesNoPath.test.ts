import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JsonText, type Key, NOW } from "../../shared/model/index.ts";
import { bindBefore } from "../api/boundStore.fixture.ts";
import { withoutPathsIn } from "../api/failures.ts";
import { ask, type BrowserClient, openAddress } from "./client.fixture.ts";
import { TestServer } from "./testServer.fixture.ts";

let server: TestServer;
let client: BrowserClient;

beforeEach(async () => {
  server = await TestServer.start();
  client = await openAddress(server.shell.address);
});

afterEach(async () => {
  client.close();
  await server.stop();
});

/** The whole text of a failure, at any depth. */
async function failureOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => {
      throw new Error("Expected a failure.");
    },
    (reason: unknown) => reason,
  );
  const { message, data, cause } = error as { message: string; data?: unknown; cause?: unknown };
  return JSON.stringify({ message, data, cause: cause instanceof Error ? cause.message : cause });
}

const data = () => join(server.directory, "data");
const expectNoPath = (said: string) => {
  expect(said).not.toContain(server.directory);
  expect(said).not.toMatch(/\/(?:tmp|home|root|var|Users)\//);
};

async function reopened(name: string, spoil: (path: string) => Promise<void>): Promise<string> {
  const { store } = await client.shell.stores.create({ name });
  await client.engine.entries.put({ store, key: "a" as Key, text: "1" as JsonText });
  await client.shell.stores.close({ store });
  await spoil(join(data(), "stores", name));
  const recent = (await client.shell.recents.list()).find((one) => one.name === name);
  return failureOf(client.shell.recents.open({ id: recent?.id ?? "" }));
}

describe("F15 a failure in a browser names no path of the server", () => {
  it("when a store is none, damaged, newer, or gone", async () => {
    const database = (path: string) => join(path, "strata.db");
    const spoilt: readonly ((path: string) => Promise<void>)[] = [
      (path) =>
        writeFile(database(path), "this is no database, and longer than any header of one is ".repeat(50)),
      async (path) => {
        await rm(database(path));
        await mkdir(database(path));
      },
      async (path) => {
        for (const file of await readdir(path)) await rm(join(path, file), { recursive: true });
        await writeFile(join(path, "something.else"), "x");
      },
      (path) => rm(path, { recursive: true }),
      async (path) => {
        await rm(path, { recursive: true });
        await writeFile(path, "a file");
      },
    ];
    for (const [index, spoil] of spoilt.entries()) expectNoPath(await reopened(`Spoilt ${index}`, spoil));
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "when the system refuses to let a store be read or made",
    async () => {
      expectNoPath(await reopened("Closed", (path) => chmod(path, 0)));
      await chmod(join(data(), "stores"), 0o500);
      expectNoPath(await failureOf(client.shell.stores.create({ name: "New" })));
      await chmod(join(data(), "stores"), 0o700);
    },
  );

  it("when stores can't be made because something is in their way", async () => {
    await rm(join(data(), "stores"), { recursive: true, force: true });
    await writeFile(join(data(), "stores"), "a file");
    expectNoPath(await failureOf(client.shell.stores.create({ name: "New" })));
    expectNoPath(await failureOf(client.shell.stores.createSample()));
  });

  it("when a file that was uploaded makes no sense or is gone", async () => {
    const { store } = await client.shell.stores.create({ name: "Imports" });
    const plan = { depth: 1, separator: ".", keyField: null } as const;
    const importing = async (file: string) => {
      for await (const event of await client.engine.transfer.import({ store, file: file as never, plan }))
        void event;
    };
    const upload = async (name: string) =>
      (
        JSON.parse(
          (await ask(new URL(`/files?name=${name}`, client.origin), client.headers, "POST")).body,
        ) as { file: string }
      ).file;
    expectNoPath(await failureOf(importing(await upload("empty.json"))));
    expectNoPath(await failureOf(importing("00000000-0000-4000-8000-000000000000")));
  });

  it("when unsaved edits can't be written", async () => {
    const { store } = await client.shell.stores.create({ name: "Edits" });
    await writeFile(join(data(), "drafts"), "a file");
    const address = { store, window: crypto.randomUUID(), key: "k" as Key };
    expectNoPath(
      await failureOf(client.shell.drafts.write({ ...address, from: 0, piece: "1", isLast: true })),
    );
  });

  it("when an open store's files are damaged", async () => {
    const { store } = await client.shell.stores.create({ name: "Damaged" });
    for (let key = 0; key < 200; key++) {
      const text = JSON.stringify("x".repeat(2000)) as JsonText;
      await client.engine.entries.put({ store, key: `k${key}` as Key, text });
    }
    const path = join(data(), "stores", "Damaged");
    for (const name of await readdir(path)) {
      await writeFile(join(path, name), Buffer.alloc(100_000, 7)).catch(() => {});
    }
    const said: string[] = [];
    for (let key = 0; key < 200; key += 20) {
      const reading = client.engine.entries.get({ store, at: NOW, key: `k${key}` as Key });
      said.push(
        await reading.then(
          () => "",
          (error: Error) => JSON.stringify([error.message, error]),
        ),
      );
    }
    expect(said.join("")).not.toContain(server.directory);
  });
});

describe("F15 what a browser hears of by an event names no path of the server", () => {
  it("when the file that a store follows can't be read", async () => {
    const { store } = await client.shell.stores.create({ name: "Followed" });
    await client.shell.stores.close({ store });
    const file = join(server.directory, "followed.json");
    await writeFile(file, "{}");
    await bindBefore(data(), join(data(), "stores", "Followed"), file);
    await rm(file);
    await mkdir(file);
    const recent = (await client.shell.recents.list()).find(({ name }) => name === "Followed");
    const opened = await client.shell.recents.open({ id: recent?.id ?? "" });
    const said: string[] = [];
    for await (const status of await client.engine.watch.statuses({ store: opened.store })) {
      said.push(JSON.stringify(status));
      if (status?.state.kind === "failed") break;
    }
    expect(said.join()).toContain("followed.json");
    expectNoPath(said.join());
  });

  it("when the engine stopped, whatever the reason says", async () => {
    const words = `The engine stopped (Cannot find '${join(data(), "stores", "A b")}', file:///opt/strata/dist/worker.js, /home/x y/z and C:\\Users\\me\\w.js).`;
    const hidden = withoutPathsIn(words, [data(), join(data(), "stores", "A b")]);
    expectNoPath(hidden);
    expect(hidden).not.toMatch(/opt|Users|\/home/);
    expect(hidden).toContain("worker.js");
    expect(withoutPathsIn("3/4 of it, at a/b: 1/2", [])).toBe("3/4 of it, at a/b: 1/2");
  });
});
