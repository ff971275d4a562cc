import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  InvalidKeyError,
} from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { runToEnd } from "../child.ts";
import { inDirectory } from "../directories.ts";
import type { FaultTest, Outcome, Scale } from "../report.ts";

const READER = join(import.meta.dirname, "../load/readOnly.ts");

/** The user that may read everything and write nothing. */
const OTHER_UID = 65_534;

/** Sizes, places and clocks that are unusual, but allowed. */
export const extremes: FaultTest = { name: "extremes", run };

type Trial = (basePath: string, scale: Scale) => Promise<string>;

async function run(scale: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const survived: string[] = [];
  const trials: Readonly<Record<string, Trial>> = {
    "a clock that jumps by years": jumpingClock,
    "a path of 200 characters with spaces and emoji": longPath,
    "a store that may only be read": readOnly,
    "a key of 4 KiB": longKey,
    "a huge value": hugeValue,
    "many snapshots": manySnapshots,
    "many revisions": manyRevisions,
  };
  for (const [name, trial] of Object.entries(trials)) {
    try {
      survived.push(`${name}: ${await inDirectory((directory) => trial(join(directory, "store"), scale))}`);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { tried: Object.keys(trials).join("; "), survived: survived.join("; "), failures };
}

async function jumpingClock(basePath: string): Promise<string> {
  const now = Date.now;
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 3 });
  try {
    const years = [0, 30, -40, 5, -200, 60];
    const versions: string[] = [];
    for (const [i, year] of years.entries()) {
      Date.now = () => now() + year * 31_556_952_000;
      await store.set("a", i);
      versions.push(await store.createSnapshot("jump"));
    }
    Date.now = () => now() - 20 * 31_556_952_000;
    const listed = (await store.listSnapshots()).map(({ version }) => version as string);
    expect(listed.join() === versions.slice(-3).reverse().join(), `the order is ${listed} of ${versions}`);
    expect((await store.restoreSnapshotByTag("jump"))["a"] === 5, "the newest is not the one made last");
    expect(
      (await store.restoreSnapshotByTag("jump", false))["a"] === 3,
      "the oldest is not the one made first",
    );
    await store.undo();
    expect((await store.get("a")) === 5, "undo follows the clock");
    await sound(store);
    return "order, limit, tags and undo follow creation";
  } finally {
    Date.now = now;
    await store.close();
  }
}

async function longPath(basePath: string): Promise<string> {
  const part = "Ein Ordner mit Leerzeichen, 🦊 und ünïcödé ";
  const path = join(basePath, part.repeat(5).slice(0, 100), part.repeat(5).slice(0, 110));
  const store = await createEnhancedPersistence({ basePath: path });
  await store.set("a", 1);
  await store.exportData(join(path, "..", "exported 🦊.json"));
  await store.close();
  const again = await createEnhancedPersistence({ basePath: path });
  expect((await again.get("a")) === 1, "the value is not there");
  await again.importData(join(path, "..", "exported 🦊.json"));
  await sound(again);
  await again.close();
  return "written, opened again, exported, imported";
}

async function readOnly(basePath: string): Promise<string> {
  if (process.getuid?.() !== 0) return "left out, only root may become another user";
  const store = await createEnhancedPersistence({ basePath });
  await store.set("a", 1);
  await store.close();
  const before = contents(basePath);
  chownSync(join(basePath, ".."), OTHER_UID, OTHER_UID);
  // A store is for its owner alone until that one shares it.
  chmodSync(basePath, 0o755);
  for (const file of readdirSync(basePath)) chmodSync(join(basePath, file), 0o644);
  const { lines, errors } = await runToEnd([READER, basePath], 30_000, { uid: OTHER_UID });
  expect(lines[0] === '{"a":1}', `it read ${lines[0] ?? errors}`);
  expect(lines[1]?.startsWith("READ_ONLY ") === true, `it said ${lines[1] ?? errors}`);
  expect(lines[1]?.includes(basePath) === true, `the message does not name the store: ${lines[1]}`);
  expect(contents(basePath) === before, "the files were changed");
  return "read, writes refused with what to do, not touched";
}

async function longKey(basePath: string): Promise<string> {
  const store = await createEnhancedPersistence({ basePath });
  const key = "é".repeat(2048);
  await store.set(key, 1);
  await store.createSnapshot("a");
  await store.set(key, 2);
  expect((await store.get(key)) === 2, "the value is not there");
  expect((await store.restoreSnapshotByTag("a"))[key] === 1, "the old value is not there");
  const refused = await store.set(`${key}x`, 1).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused instanceof InvalidKeyError, `one byte more: ${String(refused)}`);
  await sound(store);
  await store.close();
  return "kept; one byte more is refused";
}

async function hugeValue(basePath: string, { quick }: Scale): Promise<string> {
  const megabytes = quick ? 20 : 200;
  const store = await createEnhancedPersistence({ basePath });
  const text = `["${"0123456789abcde ".repeat((megabytes * 1_000_000) / 16)}"]` as JsonText;
  await store.write([{ key: "huge" as Key, text }], { operation: "set" });
  const { version } = await store.snapshot();
  await store.set("huge", "small now");
  await store.pack();
  expect(
    (await store.read("huge" as Key, { kind: "snapshot", version }))?.text === text,
    "the old value is another",
  );
  await store.restoreSnapshot(version);
  expect((await store.getText("huge")) === text, "the restored value is another");
  await sound(store);
  await store.close();
  return `${megabytes} MB written, superseded, packed, read, restored`;
}

async function manySnapshots(basePath: string, { quick }: Scale): Promise<string> {
  const count = quick ? 3000 : 100_000;
  const store = await createEnhancedPersistence({ basePath, maxSnapshots: 0, durability: "normal" });
  for (let i = 0; i < count; i += 500) {
    const calls: Promise<unknown>[] = [];
    for (let j = i; j < Math.min(count, i + 500); j += 1) {
      calls.push(store.set(`key ${j % 100}`, j), store.createSnapshot(`tag ${j % 10}`));
    }
    await Promise.all(calls);
  }
  const listed = await store.listSnapshots();
  expect(listed.length === count, `${listed.length} are listed`);
  for (const at of [1, Math.floor(count / 3), count - 2]) {
    const data = await store.getSnapshotData(listed[count - 1 - at]?.version ?? "");
    expect(data[`key ${at % 100}`] === at, `snapshot ${at} is not as it was`);
  }
  const { deltaInfo } = await store.compareSnapshots(
    listed[count - 1]?.version ?? "",
    listed[0]?.version ?? "",
  );
  expect(
    deltaInfo.addedKeys.length === 99 && deltaInfo.modifiedKeys.length === 1,
    "the first and the last differ wrongly",
  );
  await sound(store);
  await store.close();
  return `${count.toLocaleString("en")} made, listed, read, compared, verified`;
}

async function manyRevisions(basePath: string, { quick }: Scale): Promise<string> {
  const count = quick ? 20_000 : 10_000_000;
  const store = await createEnhancedPersistence({ basePath, durability: "normal", cacheStrategy: "none" });
  for (let i = 0; i < count; i += 2000) {
    await Promise.all(
      Array.from({ length: Math.min(2000, count - i) }, (_, j) => store.set(`key ${(i + j) % 1000}`, i + j)),
    );
  }
  const key = "key 7" as Key;
  const history = await store.history(key, { limit: 3 });
  expect(
    history.length === 3 && history[0]?.text === String(count - 1000 + 7),
    "the history of a key is wrong",
  );
  const old = await store.read(key, { kind: "revision", revision: 5008 as never });
  expect(old?.text === "5007", `revision 5008 has ${old?.text}`);
  await store.prune({ keepRevisions: 100, dryRun: false });
  expect((await store.get("key 7")) === count - 1000 + 7, "the present changed");
  await sound(store);
  await store.close();
  const size = statSync(join(basePath, "strata.db")).size;
  return `${count.toLocaleString("en")} made, read, pruned; ${(size / 1e6).toFixed(1)} MB afterwards`;
}

async function sound(store: EnhancedPersistence): Promise<void> {
  const { error } = await store.verify();
  if (error !== null) throw error;
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** Names and bytes of every file. */
function contents(directory: string): string {
  mkdirSync(directory, { recursive: true });
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${name} ${readFileSync(join(directory, name)).toString("base64")}`)
    .sort()
    .join("\n");
}
