import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EngineWorker } from "./engineWorker.ts";
import type { Hang } from "./hangingWorker.fixture.ts";
import { EngineHost } from "./host.ts";
import { OpeningNotes } from "./openingNotes.ts";
import { openingsDirectory } from "./shell/userData.ts";

const HANGING = new URL("./hangingWorker.fixture.ts", import.meta.url);
const FOREVER = 600_000;

let directory: string;
let data: string;
let hosts: EngineHost[];
let workers: EngineWorker[];
let restarts: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-openings-"));
  data = join(directory, "data");
  hosts = [];
  workers = [];
  restarts = [];
});

afterEach(async () => {
  for (const host of hosts) await host.stop().catch(() => {});
  await rm(directory, { recursive: true, force: true });
});

function start(): EngineHost {
  const host = new EngineHost({
    dataDirectory: data,
    onRestart: (message) => restarts.push(message),
    startWorker: () => {
      const worker = new EngineWorker(undefined, HANGING);
      workers.push(worker);
      return worker;
    },
    watchEvery: 100,
    stopWithin: 300,
  });
  hosts.push(host);
  return host;
}

const store = (name: string) => join(directory, name);
const open = (host: EngineHost, name: string) => host.open(store(name), { showLocation: true });
const notes = () => new OpeningNotes(openingsDirectory(data), (error) => expect.fail(String(error)));

/** The engine stops answering, so that an opening does not finish. */
async function hang(work: Partial<Hang>): Promise<void> {
  const channel = new BroadcastChannel("strata-test-hang");
  channel.postMessage({ call: "open", store: null, milliseconds: FOREVER, ...work });
  await expect.poll(() => workers.at(-1)?.work?.call ?? null, { timeout: 20_000 }).toBe(work.call ?? "open");
  channel.close();
}

describe("F6 a store whose last opening did not end well", () => {
  it("F6 is no store that was opened, or that failed to be and said why", async () => {
    const host = start();
    await open(host, "sound");
    await mkdir(store("damaged"));
    await writeFile(join(store("damaged"), "strata.db"), "no store");
    await expect(open(host, "damaged")).rejects.toThrow();
    expect(await readdir(openingsDirectory(data))).toEqual([]);
    expect([host.isSuspect(store("sound")), host.isSuspect(store("damaged"))]).toEqual([false, false]);
  });

  it("F6 is known after a crash during the opening, to the next start too, until a person opens it", async () => {
    const host = start();
    await open(host, "other");
    await hang({});
    const opening = open(host, "bad").catch((error: unknown) => error);
    await expect.poll(() => notes().isUnfinished(store("bad"))).toBe(true);
    await workers.at(-1)?.terminate();
    expect(await opening).toBeInstanceOf(Error);
    await expect.poll(() => restarts, { timeout: 20_000 }).toHaveLength(1);
    expect([host.isSuspect(store("bad")), host.isSuspect(store("other"))]).toEqual([true, false]);
    await host.stop();

    const next = start();
    expect(next.isSuspect(store("bad"))).toBe(true);
    expect((await open(next, "bad")).name).toBe("bad");
    expect(next.isSuspect(store("bad"))).toBe(false);
    await next.stop();
    expect(start().isSuspect(store("bad"))).toBe(false);
  });

  it("F6 is not opened by a restart of the engine that ended in it, and the others are", async () => {
    const host = start();
    await open(host, "bad");
    await open(host, "other");
    // The note as it is while the engine reopens the store and crashes.
    notes().begin(store("bad"));
    await workers.at(-1)?.terminate();
    await expect.poll(() => restarts, { timeout: 20_000 }).toHaveLength(1);
    expect(restarts[0]).toMatch(/could not be opened again: bad\./);
    expect([host.isSuspect(store("bad")), host.isSuspect(store("other"))]).toEqual([true, false]);
  });

  it("F6 is also the one in which the engine hung and was stopped, at the next start", async () => {
    const host = start();
    const { store: id } = await open(host, "hung");
    await hang({ call: "diff.window", store: id });
    await expect.poll(() => host.stall, { timeout: 20_000 }).not.toBeNull();
    await host.stopStalled();
    await expect.poll(() => restarts, { timeout: 20_000 }).toHaveLength(1);
    await host.stop();
    expect(start().isSuspect(store("hung"))).toBe(true);
  });

  it("F6 is none that another process is opening, and one whose process was killed", async () => {
    const here = notes();
    here.begin(store("a"));
    const [file] = await readdir(openingsDirectory(data));
    const noted = (process: number) =>
      writeFile(join(openingsDirectory(data), String(file)), JSON.stringify({ path: store("a"), process }));
    await noted(process.ppid);
    expect(here.isUnfinished(store("a"))).toBe(false);
    await noted(2 ** 22 + 1);
    expect(here.isUnfinished(store("a"))).toBe(true);
    await writeFile(join(openingsDirectory(data), String(file)), "no note");
    expect(here.isUnfinished(store("a"))).toBe(false);
  });
});
