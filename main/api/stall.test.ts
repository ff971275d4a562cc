import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineContract } from "../../shared/contract/index.ts";
import { type JsonText, type Key, NOW, type StoreId } from "../../shared/model/index.ts";
import { EngineWorker } from "./engineWorker.ts";
import { linkOver } from "./frames/link.ts";
import { PortChannel } from "./frames/portChannel.ts";
import type { Hang } from "./hangingWorker.fixture.ts";
import { EngineHost, type EngineStall } from "./host.ts";
import { workInWords } from "./workNote.ts";

const ENTRY = new URL("./hangingWorker.fixture.ts", import.meta.url);
const FOREVER = 600_000;

let directory: string;
let host: EngineHost;
let stalls: (EngineStall | null)[];
let restarts: string[];
let reports: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-stall-"));
  stalls = [];
  restarts = [];
  reports = [];
  host = new EngineHost({
    dataDirectory: join(directory, "data"),
    onRestart: (message) => restarts.push(message),
    onStall: (stall) => stalls.push(stall),
    report: (text) => reports.push(text),
    startWorker: () => new EngineWorker(undefined, ENTRY),
    watchEvery: 100,
    stopWithin: 300,
  });
});

afterEach(async () => {
  await host.stop().catch(() => {});
  await rm(directory, { recursive: true, force: true });
});

async function connect(): Promise<ContractRouterClient<EngineContract>> {
  return createORPCClient(linkOver(new PortChannel(await host.connect({ bytes: false }))));
}

async function open(name: string): Promise<StoreId> {
  const { store } = await host.open(join(directory, name), { showLocation: true });
  return store;
}

async function hang(hang: Hang): Promise<void> {
  const channel = new BroadcastChannel("strata-test-hang");
  channel.postMessage(hang);
  await expect.poll(() => host.stall, { timeout: 20_000 }).not.toBeNull();
  channel.close();
}

describe("F11 an engine that doesn't answer", () => {
  it("F11 is noticed with what it does, and noticed again when it answers; nothing is ended by itself", async () => {
    const store = await open("Settings");
    await hang({ call: "diff.window", store, milliseconds: 5_000 });
    expect(stalls.at(-1)).toEqual({ work: "a comparison in “Settings”", store });
    await expect.poll(() => host.stall, { timeout: 20_000 }).toBeNull();
    expect(stalls.at(-1)).toBeNull();
    expect(restarts).toEqual([]);
    expect(await (await connect()).stores.status({ store })).toMatchObject({ name: "Settings" });
  });

  it("F11 is stopped when asked, and the stores are open again but for the one that it hung in", async () => {
    const [hung, other] = [await open("hung"), await open("other")];
    const client = await connect();
    await client.entries.put({ store: other, key: "k" as Key, text: "1" as JsonText });
    await hang({ call: "search.history", store: hung, milliseconds: FOREVER });
    const waiting = client.stores.status({ store: other }).catch((error: unknown) => error);
    await host.stopStalled();
    expect(await waiting).toBeInstanceOf(Error);
    await expect.poll(() => restarts, { timeout: 20_000 }).toHaveLength(1);
    expect(restarts[0]).toMatch(/was stopped and restarted.*“hung” was left closed/);
    expect(host.stall).toBeNull();
    const again = await connect();
    expect(await again.entries.get({ store: other, key: "k" as Key, at: NOW })).toMatchObject({ text: "1" });
    await expect(again.stores.status({ store: hung })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    expect(await again.stores.status({ store: await open("hung") })).toMatchObject({ name: "hung" });
  });

  it("F11 is not stopped while it answers", async () => {
    const store = await open("fine");
    await expect.poll(() => host.stall).toBeNull();
    await host.stopStalled();
    expect(await (await connect()).stores.status({ store })).toMatchObject({ name: "fine" });
    expect(restarts).toEqual([]);
  });

  it("F11 does not keep the app from quitting", async () => {
    await open("hung");
    await hang({ call: "entries.get", store: null, milliseconds: FOREVER });
    await host.stop();
    expect(reports).toEqual(["The engine did not close its stores in time and was ended."]);
    expect(host.leftBehind).toBe(false);
  });

  it("F11 says each group of calls in words, and calls that no words are for by their name", () => {
    expect(workInWords("diff.totals")).toBe("a comparison");
    expect(workInWords("entries.window")).toBe("listing the keys");
    expect(workInWords("new.call")).toBe("new.call");
  });
});
