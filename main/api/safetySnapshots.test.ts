import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineContract, preferences } from "../../shared/contract/index.ts";
import type { JsonText, Key, StoreId } from "../../shared/model/index.ts";
import { engineSettingsOf } from "./engineSettings.ts";
import { linkOver } from "./frames/link.ts";
import { PortChannel } from "./frames/portChannel.ts";
import { EngineHost } from "./host.ts";

let directory: string;
let host: EngineHost;
let client: ContractRouterClient<EngineContract>;
let store: StoreId;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-safety-"));
  host = new EngineHost();
  client = createORPCClient(linkOver(new PortChannel(await host.connect({ bytes: false }))));
  ({ store } = await host.open(join(directory, "store"), { showLocation: false }));
});

afterEach(async () => {
  await host.stop();
  await rm(directory, { recursive: true, force: true });
});

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `k${from + i}` as Key);
const fill = async (count: number) => {
  for (const key of keys(0, count)) await client.entries.put({ store, key, text: '{"a":1}' as JsonText });
};
const safety = async () =>
  (await client.snapshots.since({ store, mark: null })).snapshots
    .filter(({ tags }) => tags.includes("safety"))
    .map(({ description, entryCount, pinned }) => ({ description, entryCount, pinned }));
const set = (change: object) => host.configure(engineSettingsOf({ ...preferences.parse({}), ...change }));

async function importText(text: string, mode: "merge" | "replace" = "merge") {
  const path = join(directory, "in.json");
  await writeFile(path, text);
  const file = await host.addFile({ path, name: "in.json", use: "read" });
  const plan = { depth: 1, separator: ".", keyField: null };
  for await (const event of await client.transfer.import({ store, file, plan, mode })) void event;
}

describe("a safety snapshot", () => {
  it("is made before a delete of more than a fifth of the keys", async () => {
    await fill(60);
    await client.entries.delete({ store, keys: keys(0, 12) });
    expect(await safety()).toEqual([]);
    await client.entries.delete({ store, keys: keys(12, 24) });
    expect(await safety()).toEqual([
      { description: "Before delete of 12 keys", entryCount: 48, pinned: false },
    ]);
  });

  it("is made before no step that changes fewer than ten keys, or none", async () => {
    await fill(10);
    await client.entries.delete({ store, keys: keys(0, 9) });
    await client.entries.delete({ store, keys: keys(100, 200) });
    expect(await safety()).toEqual([]);
  });

  it("is made before a restore, which then has its own snapshot to go back to, even at the limit", async () => {
    await set({ maxSnapshots: 1 });
    await fill(30);
    const { version } = await client.snapshots.create({ store, tags: ["release"] });
    for (const key of keys(0, 20)) await client.entries.put({ store, key, text: "2" as JsonText });
    const to = { kind: "snapshot", version } as const;
    await client.restore.apply({ store, to, keys: keys(0, 5) });
    expect(await safety()).toEqual([]);
    await client.restore.apply({ store, to });
    expect(await safety()).toEqual([
      { description: "Before restore of release", entryCount: 30, pinned: false },
    ]);
    expect((await client.snapshots.since({ store, mark: null })).snapshots).toHaveLength(2);
  });

  it("is not made where the present has a snapshot already", async () => {
    await fill(20);
    await client.snapshots.create({ store });
    await client.entries.delete({ store, keys: keys(0, 20) });
    expect(await safety()).toEqual([]);
  });

  it("is made before one member of many values is set, not before it is tried out", async () => {
    await fill(20);
    const change = { store, keys: keys(0, 20), pointer: "/a", text: "2" as JsonText };
    await client.entries.setMember({ ...change, dryRun: true });
    await client.entries.setMember({ ...change, text: "1" as JsonText, dryRun: false });
    expect(await safety()).toEqual([]);
    await client.entries.setMember({ ...change, dryRun: false });
    expect(await safety()).toMatchObject([{ description: "Before change of /a in many keys" }]);
  });

  it("is made before an import over entries, and taken back when that fails", async () => {
    await importText('{"a":1}');
    expect(await safety()).toEqual([]);
    await client.entries.put({ store, key: "b" as Key, text: "1" as JsonText });
    await expect(importText('{"a":2, "b"')).rejects.toThrow();
    expect(await safety()).toEqual([]);
    await importText('{"a":3}');
    expect(await safety()).toEqual([
      { description: "Before import of in.json", entryCount: 2, pinned: false },
    ]);
  });

  it("is made before a watched file takes the place of entries, and taken back when it holds no JSON", async () => {
    await fill(3);
    const path = join(directory, "config.json");
    const file = await host.addFile({ path, name: "config.json", use: "read", onDisk: true });
    const start = () => client.watch.start({ store, file, rule: { kind: "never" } });
    await writeFile(path, '{"theirs": ');
    await expect(start()).rejects.toThrow("config.json is not JSON");
    expect(await safety()).toEqual([]);
    await writeFile(path, '{"theirs": 1}');
    await start();
    expect(await safety()).toEqual([
      { description: "Before watching of config.json", entryCount: 3, pinned: false },
    ]);
  });

  it("uses the chosen share at once, and is never made with 0", async () => {
    await fill(40);
    await set({ tripwirePercent: 50 });
    await client.entries.delete({ store, keys: keys(0, 20) });
    await set({ tripwirePercent: 0 });
    await client.entries.delete({ store, keys: keys(20, 39) });
    expect(await safety()).toEqual([]);
    await fill(40);
    await set({ tripwirePercent: 10 });
    await client.entries.delete({ store, keys: keys(20, 30) });
    expect(await safety()).toHaveLength(1);
  });
});
