import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { StoreCore } from "./backends/sqlite/core/core.ts";
import { SqliteBackend } from "./backends/sqlite/sqliteBackend.ts";
import { openFolder } from "./backends/sqlite/storage/openPlace.ts";
import { publicCalls } from "./calls/publicCalls.ts";
import { Metering } from "./core/metering.ts";
import { ProblemFeed } from "./core/problemFeed.ts";
import { createEnhancedPersistence } from "./createEnhancedPersistence.ts";
import { resolveOptions } from "./options.ts";
import type { EnhancedPersistence, EnhancedPersistenceOptions } from "./persistence.ts";
import { Store } from "./store.ts";

/** A fresh directory that goes with the test. */
export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "strata-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A store on disk, in a directory of its own unless one is given, which is closed with the test. */
export async function openStore(options: EnhancedPersistenceOptions = {}): Promise<EnhancedPersistence> {
  const basePath = options.basePath ?? (await freshDirectory());
  const store = await createEnhancedPersistence({ ...options, basePath });
  onTestFinished(() => store.close());
  return store;
}

/** A store together with its insides, for failures that are brought about on purpose. */
export async function openWithCore(
  options: EnhancedPersistenceOptions = {},
): Promise<{ readonly store: EnhancedPersistence; readonly core: StoreCore }> {
  const directory = options.basePath ?? (await freshDirectory());
  const resolved = resolveOptions(options);
  const notices = { metering: new Metering(), problems: new ProblemFeed() };
  const backend = new SqliteBackend(openFolder(directory, resolved), resolved, notices);
  const store = publicCalls(new Store(backend, notices), notices.metering);
  onTestFinished(() => store.close());
  return { store, core: backend.core };
}

/** The error that this rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Rejected with ${String(error)}, which is no error`, { cause: error });
  }
  throw new Error("Expected a rejection");
}
