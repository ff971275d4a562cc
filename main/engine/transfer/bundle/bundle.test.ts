import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Key } from "../../../../shared/model/index.ts";
import { ImportError } from "../../errors.ts";
import type { EnhancedPersistence } from "../../persistence.ts";
import { temporaryFile, temporaryFolder } from "../temporaryFiles.fixture.ts";
import { temporaryStore, textsAt } from "../temporaryStores.fixture.ts";
import { exportBundle } from "./exportBundle.ts";
import { importBundle } from "./importBundle.ts";

/** A store with a history: edits of many kinds, snapshots with all metadata, two of one revision. */
async function storeWithHistory(): Promise<EnhancedPersistence> {
  const store = await temporaryStore();
  await store.save({ a: 1, b: { deep: [1, 2] }, "ké/y~": "x" });
  await store.snapshot({ tags: ["first", "both"], description: "The first", userInfo: { by: "me", n: [1] } });
  await store.write([{ key: "n" as Key, text: "12345678901234567890" as never }], { operation: "set" });
  await store.delete("a");
  const { version } = await store.snapshot({ base: "latest", tags: ["both"] });
  await store.updateSnapshot(version, { pinned: true, pinReason: "keep me" });
  await store.snapshot({ description: "of the same revision" });
  await store.restoreSnapshotByTag("first");
  await store.undo();
  await store.clear();
  await store.snapshot();
  await store.set("last", true);
  return store;
}

async function bundleOf(store: EnhancedPersistence): Promise<string> {
  const path = join(temporaryFolder(), "all.strata");
  await exportBundle(store, path, { kind: "store" });
  return path;
}

describe("a bundle of a whole store", () => {
  it("M6 gives back every snapshot, tag, pin, description and checksum, and every revision", async () => {
    const store = await storeWithHistory();
    const copy = await temporaryStore();
    const report = await importBundle(copy, await bundleOf(store));
    expect(report).toEqual({ kind: "store", revisions: 7, snapshots: 4, problems: [] });
    expect(await copy.listSnapshots()).toEqual(await store.listSnapshots());
    expect(await copy.revisions({ limit: 100 })).toEqual(await store.revisions({ limit: 100 }));
    expect(await textsAt(copy)).toEqual(await textsAt(store));
    for (const { version } of await store.listSnapshots()) {
      const moment = { kind: "snapshot", version } as const;
      expect(await textsAt(copy, moment)).toEqual(await textsAt(store, moment));
    }
    expect((await copy.verify()).ok).toBe(true);
    expect(await copy.history("a" as Key, { limit: 10 })).toEqual(
      await store.history("a" as Key, { limit: 10 }),
    );
  });

  it("M6 gives back what was only written otherwise, too", async () => {
    const store = await temporaryStore();
    await store.save({ a: 0, b: 0, c: 1 });
    const { version } = await store.snapshot();
    await store.save({});
    await store.save({ a: -0, b: -0, c: 1 });
    await store.snapshot();
    // The differing values are equal, so only their text shows the difference.
    await store.restoreSnapshot(version);
    await store.snapshot();
    const copy = await temporaryStore();
    await importBundle(copy, await bundleOf(store));
    expect(await textsAt(copy)).toEqual(await textsAt(store));
    expect(await copy.listSnapshots()).toEqual(await store.listSnapshots());
    expect(await copy.revisions({ limit: 100 })).toEqual(await store.revisions({ limit: 100 }));
  });

  it("comes on top of what a store has, under other names where they are taken", async () => {
    const store = await storeWithHistory();
    const path = await bundleOf(store);
    const before = await store.listSnapshots();
    const report = await importBundle(store, path);
    expect(report.problems).toHaveLength(4);
    const after = await store.listSnapshots();
    expect(after.slice(4)).toEqual(before);
    expect(after.slice(0, 4).map(({ checksum, tags }) => ({ checksum, tags }))).toEqual(
      before.map(({ checksum, tags }) => ({ checksum, tags })),
    );
  });

  it("holds what a pruned store still has", async () => {
    const store = await storeWithHistory();
    await store.prune({ keepRevisions: 1, dryRun: false });
    const copy = await temporaryStore();
    await importBundle(copy, await bundleOf(store));
    const checksums = (snapshots: { checksum: string }[]) => snapshots.map(({ checksum }) => checksum);
    expect(checksums(await copy.listSnapshots())).toEqual(checksums(await store.listSnapshots()));
    expect(await textsAt(copy)).toEqual(await textsAt(store));
  });

  it("pushes out no snapshot, neither its own nor the store's, whatever the limit", async () => {
    const copy = await temporaryStore({ maxSnapshots: 2 });
    await copy.snapshot();
    await copy.snapshot();
    await importBundle(copy, await bundleOf(await storeWithHistory()));
    expect(await copy.listSnapshots()).toHaveLength(6);
  });

  it("of an empty store is an empty store", async () => {
    const copy = await temporaryStore();
    await importBundle(copy, await bundleOf(await temporaryStore()));
    expect(await copy.status()).toMatchObject({ entryCount: 0, snapshotCount: 0 });
  });
});

describe("a bundle of one snapshot", () => {
  it("gives back its state, tags and description in one revision", async () => {
    const store = await storeWithHistory();
    const first = await store.snapshotByTag("first", true);
    const path = join(temporaryFolder(), "one.strata");
    const { entries } = await exportBundle(store, path, { kind: "snapshot", version: first?.version ?? "" });
    expect(entries).toBe(3);
    const copy = await temporaryStore();
    await copy.set("before", 1);
    expect(await importBundle(copy, path)).toEqual({
      kind: "snapshot",
      revisions: 1,
      snapshots: 1,
      problems: [],
    });
    expect(await copy.findSnapshot(first?.version ?? "")).toMatchObject({
      ...first,
      revision: 2,
    });
    expect(await copy.load()).toEqual(await store.getSnapshotData(first?.version ?? ""));
  });

  it("of no snapshot is refused", async () => {
    const store = await temporaryStore();
    const path = join(temporaryFolder(), "one.strata");
    await expect(
      exportBundle(store, path, { kind: "snapshot", version: "v1-00000000" }),
    ).rejects.toMatchObject({
      code: "SNAPSHOT_NOT_FOUND",
    });
  });
});

describe("M6 a bundle that is not whole is refused, and the store is as it was", () => {
  const edited = (path: string, edit: (text: string) => string) =>
    writeFileSync(path, gzipSync(edit(gunzipSync(readFileSync(path)).toString())));

  /** Corrects the count and the hash in the last line. */
  const sealed = (path: string, edit: (text: string) => string) =>
    edited(path, (text) => {
      const body = edit(text).replace(/\{"end".*\n/, "");
      const sha256 = createHash("sha256").update(body).digest("hex");
      return `${body}${JSON.stringify({ end: { lines: body.split("\n").length - 1, sha256 } })}\n`;
    });

  it.each<[string, (path: string) => void, RegExp]>([
    ["cut short", (path) => writeFileSync(path, readFileSync(path).subarray(0, -30)), /it is cut short/],
    ["with a flipped byte", (path) => flip(path), /damaged/],
    ["that was edited", (path) => edited(path, (text) => text.replace('"v":1}', '"v":2}')), /checksum/],
    [
      "without its end",
      (path) => edited(path, (text) => text.replace(/\{"end".*\n/, "")),
      /its last line is missing/,
    ],
    [
      "of a newer format",
      (path) => edited(path, (text) => text.replace('"format":1', '"format":9')),
      /a newer Strata/,
    ],
    [
      "that is none",
      (path) => writeFileSync(path, gzipSync('{"a":1}\n{"end":{}}\n')),
      /match its checksum|not a Strata bundle/,
    ],
    ["that is no gzip", (path) => writeFileSync(path, '{"a":1}'), /not a Strata bundle/],
    ["that is empty", (path) => writeFileSync(path, gzipSync("")), /empty/],
    [
      "with a line that is no JSON",
      (path) => edited(path, (text) => text.replace('{"snapshot"', '{snapshot"')),
      /line \d+: Expected a member name/,
    ],
    [
      "with an empty key",
      (path) => edited(path, (text) => text.replace('"k":"a"', '"k":""')),
      /at least one character/,
    ],
  ])("%s", async (_, damage, message) => {
    const path = await bundleOf(await storeWithHistory());
    damage(path);
    const copy = await temporaryStore();
    await copy.save({ mine: [1, 2] });
    const { version } = await copy.snapshot();
    await expect(importBundle(copy, path)).rejects.toThrow(message);
    expect(await textsAt(copy)).toEqual([["mine", "[1,2]"]]);
    expect((await copy.listSnapshots()).map((snapshot) => snapshot.version)).toEqual([version]);
  });

  it("a single snapshot that was edited together with its hash", async () => {
    const store = await storeWithHistory();
    const first = await store.snapshotByTag("first", true);
    const path = join(temporaryFolder(), "one.strata");
    await exportBundle(store, path, { kind: "snapshot", version: first?.version ?? "" });
    sealed(path, (text) => text.replace('"v":1}', '"v":2}'));
    const copy = await temporaryStore();
    await expect(importBundle(copy, path)).rejects.toThrow(/checksum of its snapshot/);
    expect((await copy.status()).revision).toBe(0);
  });

  // Found by the fuzz of bundles, seeds 6678 and 7485.
  it("one whose state holds an entry without a value, its hash made to match", async () => {
    const store = await storeWithHistory();
    const path = join(temporaryFolder(), "one.strata");
    await exportBundle(store, path, { kind: "snapshot", version: (await store.snapshot()).version });
    sealed(path, (text) => text.replace(/,"v":[^\n]*\}\n/, "}\n"));
    const copy = await temporaryStore();
    await expect(importBundle(copy, path)).rejects.toThrow(ImportError);
    await expect(importBundle(copy, path)).rejects.toThrow(/an entry without a value/);
    expect((await copy.status()).revision).toBe(0);
  });

  it.each([8.64e15 + 1, Number.MAX_SAFE_INTEGER, -1])(
    "F9 one whose revision is of a time that is none (%d), its hash made to match: the store stays openable",
    async (at) => {
      const path = await bundleOf(await storeWithHistory());
      sealed(path, (text) => text.replace(/"at":\d+/, `"at":${at}`));
      const copy = await temporaryStore();
      await expect(importBundle(copy, path)).rejects.toThrow(/not what a revision is/);
      expect((await copy.status()).revision).toBe(0);
      expect(await copy.verify()).toMatchObject({ ok: true });
    },
  );

  it("that unpacks to far more than data does", async () => {
    const line = `{"k":"a","v":"${"x".repeat(1 << 20)}"}\n`;
    const header =
      '{"strata":"bundle","format":1,"kind":"store","exported_at":"x"}\n{"revision":1,"at":1,"operation":"set","detail":null,"whole":true}\n';
    const path = temporaryFile(
      Buffer.concat([gzipSync(header), ...Array(400).fill(gzipSync(line))]),
      "bomb.strata",
    );
    const store = await temporaryStore();
    await expect(importBundle(store, path)).rejects.toThrow(/unpacks to more than 200 times/);
    expect((await store.status()).revision).toBe(0);
  });

  it("a cancelled one", async () => {
    const path = await bundleOf(await storeWithHistory());
    const copy = await temporaryStore();
    const signal = AbortSignal.abort(new DOMException("Enough.", "AbortError"));
    await expect(importBundle(copy, path, { signal })).rejects.toThrow("Enough.");
    expect(await copy.status()).toMatchObject({ entryCount: 0, snapshotCount: 0 });
  });
});

/** Changes one byte in the middle of the compressed data. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}
