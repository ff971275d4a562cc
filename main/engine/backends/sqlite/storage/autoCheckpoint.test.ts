import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import type { JsonText, Key } from "../../../../../shared/model/index.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import { failureOf, openStore } from "../../../stores.fixture.ts";
import { CHECKPOINT_PAGES } from "./connection.ts";

interface Log {
  /** Pages in the log, and how many of them are also in the file. */
  readonly log: number;
  readonly checkpointed: number;
}

function logOf(directory: string): Log {
  const connection = new Database(join(directory, STORE_FILE), { readonly: true });
  try {
    return (connection.pragma("wal_checkpoint(NOOP)") as Log[])[0] as Log;
  } finally {
    connection.close();
  }
}

function* values(count: number) {
  for (let i = 0; i < count; i += 1) yield { key: `k${i}` as Key, text: `"${"x".repeat(3000)}"` as JsonText };
}

it("W4 a long job is acknowledged with all of it in the log, which goes into the file before the next call", async () => {
  const store = await openStore();
  const path = store.path as string;
  await store.replace(values(2 * CHECKPOINT_PAGES.full), { operation: "import" });
  const { log, checkpointed } = logOf(path);
  expect(log).toBeGreaterThan(CHECKPOINT_PAGES.full);
  expect(checkpointed).toBeLessThan(log);
  expect(await store.get("k1")).toHaveLength(3000);
  expect(logOf(path).checkpointed).toBe(logOf(path).log);
});

it("W11 a long job that failed leaves commits to copy a long log into the file as before", async () => {
  const store = await openStore();
  const path = store.path as string;
  function* failing() {
    yield* values(10);
    throw new Error("the source broke");
  }
  await failureOf(store.replace(failing(), { operation: "import" }));
  let found = logOf(path);
  for (let i = 0; found.log < CHECKPOINT_PAGES.full; i += 1) {
    expect(i).toBeLessThan(100);
    const text = JSON.stringify(`${i}`.repeat(1500)) as JsonText;
    await store.write(
      Array.from({ length: 400 }, (_, n) => ({ key: `k${n}` as Key, text })),
      { operation: "set" },
    );
    found = logOf(path);
  }
  expect(found.checkpointed).toBe(found.log);
});
