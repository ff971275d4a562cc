import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { createEnhancedPersistence, type EnhancedPersistence } from "../index.ts";
import { WatchBindings } from "./bindings.ts";

/** A store and a place for bindings in a fresh directory, all gone when the test is over. */
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

/** Waits until something is so, as it will be once the system reported a change. */
export const soon = (assertion: () => Promise<void> | void) => vi.waitFor(assertion, { timeout: 15_000 });
