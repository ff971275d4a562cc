/*
 * Opens a store that somebody made to do harm, reads it in every way, verifies it, writes to it and recovers it. Prints whether
 * it was read or refused, or which error was none of the engine's, the most memory that it took, and what each read gave.
 */
import { createEnhancedPersistence, PersistenceError, recoverStore } from "../../main/engine/index.ts";
import type { EnhancedPersistence } from "../../main/engine/persistence.ts";
import type { Key, Revision } from "../../shared/model/index.ts";

const path = process.argv[2] ?? "";
let refused = 0;
/** What was read, by the call; what failed is not in it. */
const found: Record<string, unknown> = {};

async function attempt(name: string, act: () => Promise<unknown>): Promise<void> {
  try {
    found[name] = (await act()) ?? null;
  } catch (error) {
    if (!(error instanceof PersistenceError)) throw new Error(`${name}: ${String(error)}`, { cause: error });
    refused += 1;
  }
}

async function compared(store: EnhancedPersistence): Promise<unknown> {
  const [newest] = await store.listSnapshots();
  return newest && store.difference({ kind: "snapshot", version: newest.version }, { kind: "now" });
}

async function recovered(): Promise<unknown> {
  const to = `${path}-recovered-${process.pid}`;
  const { present } = await recoverStore(path, to);
  if (present.exact !== true) return null;
  const store = await createEnhancedPersistence({ basePath: to });
  try {
    return await store.load();
  } finally {
    await store.close();
  }
}

async function useAll(store: EnhancedPersistence): Promise<void> {
  const past = { kind: "revision", revision: 20 as Revision } as const;
  await attempt("load", () => store.load());
  await attempt("get", () => store.get("k0"));
  await attempt("entries", () => store.entries(past, {}, 100));
  await attempt("summaries", () => store.summaries({ kind: "now" }, {}, 100));
  await attempt("first", () => store.getSnapshotData("v1700000000000-0000000a"));
  await attempt("versions", () => compared(store));
  await attempt("difference", () => store.difference(past, { kind: "now" }));
  await attempt("snapshots", () => store.listSnapshots());
  await attempt("revisions", () => store.revisions({ limit: 100 }));
  for (let n = 0; n < 5; n += 1)
    await attempt(`history ${n}`, () => store.history(`k${n}` as Key, { limit: 50 }));
  await attempt("verify", async () => (await store.verify()).ok);
  await attempt("tag", () => store.restoreSnapshotByTag("first"));
  await attempt("set", () => store.set("k0", 1));
  await attempt("undo", () => store.undo());
  await attempt("pack", () => store.pack());
}

try {
  await attempt("open", async () => {
    const store = await createEnhancedPersistence({
      basePath: path,
      maxSnapshots: 0,
      cacheStrategy: "persistent",
    });
    await useAll(store);
    await attempt("close", () => store.close());
  });
  await attempt("recover", recovered);
  process.stdout.write(`${refused > 0 ? "refused in part" : "read"}\n`);
} catch (error) {
  process.stdout.write(`FAILED ${error instanceof Error ? error.message : String(error)}\n`);
}
process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit());
