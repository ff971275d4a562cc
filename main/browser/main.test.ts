import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JsonText, type Key, NOW } from "../../shared/model/index.ts";
import { OpeningNotes } from "../api/openingNotes.ts";
import { openingsDirectory } from "../api/shell/userData.ts";
import { ask, type BrowserClient, openAddress } from "./client.fixture.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

let directory: string;
let children: ChildProcess[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-main-"));
  children = [];
});

afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  readonly fallback: string;
  readonly output: () => string;
}

const start = (...args: string[]) => startWith({}, ...args);

async function startWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [MAIN, "--data", directory, ...args], {
    env: { ...process.env, ...env },
  });
  children.push(child);
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  while (output.split("\n").length < 3)
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, "data"), failOnExit(child)]);
  const [, address, fallback] =
    /^Strata is at (http:\/\/\w{32}\.localhost:\d+\/\?token=[\w-]{43})\nIf a browser does not find it: (http:\/\/127\.\d+\.\d+\.\d+:\d+\/\?token=[\w-]{43})\n$/.exec(
      output,
    ) ?? [];
  if (!address || !fallback) throw new Error(`Expected two addresses, found ${JSON.stringify(output)}.`);
  return { child, address, fallback, output: () => output };
}

async function failOnExit(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`It ended with ${code} before it printed an address.`);
}

async function run(...args: string[]): Promise<{ code: number; errors: string }> {
  const data = args.includes("--data") ? [] : ["--data", directory];
  const child = spawn(process.execPath, [MAIN, ...data, ...args]);
  children.push(child);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = (await once(child, "exit")) as [number];
  return { code, errors };
}

const put = (client: BrowserClient, store: string, key: string, text: string) =>
  client.engine.entries.put({ store: store as never, key: key as Key, text: text as JsonText });

describe("strata serve", () => {
  // Windows has no signals: there, sending one ends the process.
  it.runIf(process.platform !== "win32").each(["SIGTERM", "SIGINT"] as const)(
    "prints its addresses, and ends cleanly with %s, the chosen key kept",
    async (signal) => {
      const { child, address, output } = await start();
      const client = await openAddress(address);
      const { store } = await client.shell.stores.create({ name: "Kept" });
      await put(client, store, "a", "1");
      await client.shell.stores.select({ store, key: "a" as Key });
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(output().split("\n")).toHaveLength(3);
      const again = await openAddress((await start()).address);
      expect((await again.shell.stores.initial())?.selectedKey).toBe("a");
    },
  );

  it("W4 kill -9 right after a save was acknowledged loses nothing, and the next start shows the same store", async () => {
    const first = await start();
    const client = await openAddress(first.address);
    const { store } = await client.shell.stores.create({ name: "Kept" });
    for (let round = 1; round <= 20; round++) await put(client, store, "round", String(round));
    first.child.kill("SIGKILL");
    await once(first.child, "exit");

    const second = await openAddress((await start()).address);
    const again = await second.shell.stores.initial();
    expect(again?.name).toBe("Kept");
    const entry = await second.engine.entries.get({
      store: again?.store as never,
      at: NOW,
      key: "round" as Key,
    });
    expect(entry?.text).toBe("20");
  });

  it("F6 a store whose last opening did not end well is not opened at the next start, is named and listed, and opens when asked", async () => {
    const first = await start();
    const client = await openAddress(first.address);
    await client.shell.stores.create({ name: "Bad" });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    // The files after the process was killed during an opening.
    const path = join(directory, "stores", "Bad");
    new OpeningNotes(openingsDirectory(directory), (error) => expect.fail(String(error))).begin(path);
    const notes = openingsDirectory(directory);
    const [note] = await readdir(notes);
    await writeFile(join(notes, String(note)), JSON.stringify({ path, process: first.child.pid }));

    const second = await openAddress((await start()).address);
    const events = await second.shell.events();
    expect(await second.shell.stores.initial()).toBeNull();
    expect((await events.next()).value).toEqual({ kind: "leftClosed", name: "Bad" });
    const [recent] = await second.shell.recents.list();
    expect(recent).toMatchObject({ name: "Bad", available: true, suspect: true });
    expect((await second.shell.recents.open({ id: String(recent?.id) })).name).toBe("Bad");
    expect((await second.shell.recents.list())[0]).toMatchObject({ suspect: false });
  });

  it("announces the file it was given, without its path, and imports it by its ticket", async () => {
    const path = join(directory, "catalogue.json");
    await writeFile(path, '{"a": 1, "b": [12345678901234567890]}');
    const client = await openAddress((await start(path)).address);
    expect(await client.shell.stores.initial()).toBeNull();
    const events = await client.shell.events();
    const first = await events.next();
    if (first.done || first.value.kind !== "openFile") throw new Error("Expected a file.");
    const event = first.value;
    expect(event).toMatchObject({ name: "catalogue.json", bytes: 37 });
    expect(JSON.stringify(event)).not.toContain(directory);

    const { store } = await client.shell.stores.create({ name: event.name });
    const plan = { depth: 1, separator: ".", keyField: null };
    const imported = [];
    for await (const progress of await client.engine.transfer.import({ store, file: event.file, plan })) {
      imported.push(progress);
    }
    expect(imported.at(-1)).toMatchObject({ kind: "done", entries: 2 });
    const value = await client.engine.entries.get({ store, at: NOW, key: "b" as Key });
    expect(value?.text).toBe("[12345678901234567890]");
  });

  it("exports to a download, which is the file that the engine wrote", async () => {
    const client = await openAddress((await start()).address);
    const { store } = await client.shell.stores.createSample();
    const { origin, headers } = client;
    const prepared = await ask(new URL("/downloads?name=all.json", origin), headers, "POST");
    const { file } = JSON.parse(prepared.body) as { file: string };
    const exporting = await client.engine.transfer.export({
      store,
      file: file as never,
      at: NOW,
      format: "json",
    });
    for await (const event of exporting) expect(["progress", "done"]).toContain(event.kind);
    const sent = await ask(new URL(`/downloads/${file}`, origin), headers);
    expect(Object.keys(JSON.parse(sent.body) as object)).toHaveLength(12);
  });

  it("announces a folder that is imported from as it does a file, and leaves it as it is", async () => {
    const path = join(directory, "framework0");
    const data = join(path, "data", "current_data.json");
    await mkdir(join(path, "data"), { recursive: true });
    await writeFile(data, '{"a": 1, "b": 2}');
    const client = await openAddress((await start(path)).address);
    expect(await client.shell.stores.initial()).toBeNull();
    const { done, value } = await (await client.shell.events()).next();
    if (done || value.kind !== "openFile") throw new Error("Expected a file.");
    const { store } = await client.shell.stores.create({ name: value.name });
    const plan = { depth: 1, separator: ".", keyField: null };
    const imported = [];
    for await (const event of await client.engine.transfer.import({ store, file: value.file, plan })) {
      imported.push(event);
    }
    expect(imported.at(-1)).toMatchObject({ kind: "done", entries: 2 });
    expect(await readdir(path)).toEqual(["data"]);
  });

  it("tells each window of the changes of the others", async () => {
    const { address } = await start();
    const client = await openAddress(address);
    const { store } = await client.shell.stores.create({ name: "Shared" });
    const changes = await client.engine.stores.changes({ store });
    const next = changes.next();
    await put(client, store, "a", "1");
    expect((await next).value).toMatchObject({ keys: ["a"] });
  });

  it("says what is wrong with what it was asked, and ends", async () => {
    expect(await run("--port", "99999")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("--port"),
    });
    const missing = join(directory, "missing.json");
    expect(await run(missing)).toMatchObject({
      code: 4,
      errors: expect.stringContaining(`no file or folder ${missing}`),
    });
    expect(await run("--wrong")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("Usage: strata serve"),
    });
  });

  it("F14 that can't have its port says so, ends with 7, and leaves nothing running or listening", async () => {
    const { port } = new URL((await start()).address);
    const { code, errors } = await run("--port", port);
    expect({ code, lines: errors.split("\n") }).toEqual({
      code: 7,
      lines: [`Port ${port} is in use. Choose another one, or omit --port to use a free one.`, ""],
    });
  });

  it("F14 that can't have its data folder says so and ends with 7", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    expect(await run("--data", join(file, "data"))).toMatchObject({
      code: 7,
      errors: expect.stringContaining(file),
    });
  });

  it.runIf(process.platform !== "win32")(
    "F14 serves although what others left in the temporary folder can't be removed",
    async () => {
      const temporary = join(directory, "tmp");
      const account = process.getuid?.() ?? 0;
      await mkdir(join(temporary, `strata-transfer-${account}-999999999-x`), { recursive: true });
      await mkdir(join(temporary, "strata-transfer-999999999-old"));
      await chmod(temporary, 0o500);
      const { address } = await startWith({ TMPDIR: temporary });
      await expect(openAddress(address)).resolves.toBeDefined();
      await chmod(temporary, 0o700);
    },
  );

  it("keeps its settings in the one file of both shells", async () => {
    const client = await openAddress((await start()).address);
    await client.shell.preferences.set({ theme: "dark" });
    const settings = JSON.parse(await readFile(join(directory, "settings.json"), "utf8")) as object;
    expect(settings).toMatchObject({ preferences: { theme: "dark" } });
  });
});
