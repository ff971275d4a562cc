import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnhancedPersistence } from "../createEnhancedPersistence.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import { contentsOf } from "./contents.fixture.ts";

/*
 * Makes the stores that the tests of migrations open, of the format that this code writes:
 *
 *   node main/engine/formats/makeStores.ts main/engine/formats/fixtures/format-<number>
 *
 * Run it before a change of the format, and never again for that format: what is in the repository was written by the
 * code of its time. fixtures/README.md says by which.
 */

/** Which of the two stores a child process makes, before it ends itself without closing it. */
const CHILD = "--child";

const FILES = ["strata.db", "strata.db-wal", "strata.mark"];

async function main(): Promise<void> {
  const [first = "", second = ""] = process.argv.slice(2);
  if (first === CHILD) return killed(second);
  const work = mkdtempSync(join(tmpdir(), "strata-formats-"));
  try {
    const closed = join(work, "closed");
    await packed(closed);
    await record(closed, join(first, "closed"));
    const left = join(work, "killed");
    const { signal } = spawnSync(process.execPath, [import.meta.filename, CHILD, left], { stdio: "inherit" });
    if (signal !== "SIGKILL") throw new Error("The child process did not end as it was to.");
    await record(left, join(first, "killed"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Puts the files of a store into the fixtures, and beside them what a copy of it gives. */
async function record(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  for (const name of FILES.filter((file) => existsSync(join(from, file))))
    cpSync(join(from, name), join(to, name), { recursive: true, force: true });
  const store = await createEnhancedPersistence({ basePath: from, cacheStrategy: "none" });
  writeFileSync(`${to}.json`, `${JSON.stringify(await contentsOf(store), null, 1)}\n`);
  await store.close();
}

/** A store with every kind of thing in it, packed and closed: only what came after the pack is pending. */
async function packed(basePath: string): Promise<void> {
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 6 });
  await fill(store);
  await store.pack();
  await store.configure({ deltaStrategy: "dict" });
  for (let i = 0; i < 8; i += 1) {
    await store.set("users/ann", {
      name: "Ann",
      mail: `ann${i}@example.com`,
      roles: ["admin"],
      about: words(1),
    });
  }
  await store.pack();
  await fewMore(store);
  await store.close();
}

/** The same in a log that was never written into the file, by a process that was killed. */
async function killed(basePath: string): Promise<void> {
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 6 });
  await store.save({ settings: { theme: "light", size: 12 }, list: [1, 2, 3], large: large(1) });
  await store.createSnapshot("start", "Before anything");
  await fewMore(store);
  await store.set("large", { ...large(1), changed: true });
  process.kill(process.pid, "SIGKILL");
}

async function fill(store: EnhancedPersistence): Promise<void> {
  await store.save({
    settings: { theme: "light", size: 12 },
    "users/ann": { name: "Ann", mail: "ann@example.com", roles: ["admin"] },
    "users/bob": { name: "Bob", mail: "bob@example.com", roles: [] },
    __proto__odd: { constructor: null },
    "Ключ 🗝": "значение",
    "a\u202eb\nc": "\u2028",
    large: large(1),
  });
  const start = await store.createSnapshot("release", "First release");
  await store.updateSnapshot(start, { pinned: true, pinReason: "Shipped", tags: ["release", "v1"] });
  for (let i = 0; i < 30; i += 1) {
    await store.set("settings", { theme: i % 2 === 0 ? "dark" : "light", size: 12 + i, note: words(i) });
    if (i % 6 === 5) await store.createDeltaSnapshot(null, i % 12 === 5 ? "nightly" : null, `Round ${i}`);
  }
  await store.write([{ key: "numbers", text: '[12345678901234567890,1.0,1e400,-0,{"b":1,"a":2}]' }], {
    operation: "set",
    detail: "as they are written",
    at: Date.UTC(2024, 1, 29, 12),
  });
  await store.set("large", { ...large(1), changed: 2 });
  await store.write(
    [
      { key: "large", text: JSON.stringify(large(2)) },
      { key: "users/cy", text: '{"name":"Cy","roles":["guest"]}' },
    ],
    { operation: "save" },
  );
  await store.write(
    [
      { key: "users/robert", text: (await store.getText("users/bob")) ?? "null" },
      { key: "users/bob", text: null },
    ],
    { operation: "rename", detail: "users/bob" },
  );
  const gone = await store.createSnapshot("gone", "Deleted by hand");
  await store.clear();
  await store.undo();
  await store.deleteSnapshots([gone]);
  await store.restore({ kind: "snapshot", version: start });
  await store.undo();
  await store.redo();
  await store.undo();
}

/** Steps of one key and of several, which wait to be moved into the history. */
async function fewMore(store: EnhancedPersistence): Promise<void> {
  await store.set("settings", { theme: "last", size: 1 });
  await store.delete("list");
  await store.write(
    [
      { key: "settings", text: '{"theme":"very last"}' },
      { key: "list", text: "[]" },
      { key: "another", text: JSON.stringify(words(3)) },
    ],
    { operation: "set", detail: "three at once" },
  );
  await store.snapshot({ tags: ["late"], description: "Not indexed yet", userInfo: { by: "hand", n: 1 } });
  await store.set("another", null);
}

function words(seed: number): string {
  return Array.from({ length: 20 }, (_, i) => `word${(seed * 31 + i * 7) % 97}`).join(" ");
}

/** About 40 KB. */
function large(seed: number): { readonly rows: readonly unknown[] } {
  return {
    rows: Array.from({ length: 400 }, (_, i) => ({
      id: i,
      name: `Row ${i}`,
      note: words(seed * 1000 + i).slice(0, 60),
    })),
  };
}

await main();
