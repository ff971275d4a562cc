import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { createEnhancedPersistence, type EnhancedPersistence } from "../index.ts";
import { WatchBindings } from "./bindings.ts";

/** A store and a folder for bindings in a new directory, removed after the test. */
export async function watchPlace() {
  const directory = await mkdtemp(join(tmpdir(), "strata-watch-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = (...names: string[]) => join(directory, ...names);
  const open = async (name = "store"): Promise<EnhancedPersistence> => {
    const store = await createEnhancedPersistence({ basePath: path(name), durability: "normal" });
    onTestFinished(() => store.close());
    return store;
  };
  return { path, open, bindings: new WatchBindings(path("bindings")) };
}

/** Waits until an assertion holds, after the system has reported a change. */
export const soon = (assertion: () => Promise<void> | void) => vi.waitFor(assertion, { timeout: 15_000 });
