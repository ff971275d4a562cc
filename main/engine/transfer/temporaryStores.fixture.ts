import { onTestFinished } from "vitest";
import type { JsonText, Key, Moment } from "../../../shared/model/index.ts";
import { NOW } from "../../../shared/model/index.ts";
import { createEnhancedPersistence } from "../index.ts";
import type { EnhancedPersistence, EnhancedPersistenceOptions } from "../persistence.ts";
import { temporaryFolder } from "./temporaryFiles.fixture.ts";

/** A new store on disk, closed after the test. */
export async function temporaryStore(options: EnhancedPersistenceOptions = {}): Promise<EnhancedPersistence> {
  const store = await createEnhancedPersistence({ basePath: temporaryFolder(), ...options });
  onTestFinished(() => store.close());
  return store;
}

/** Every entry of a moment as it is stored, in order. */
export async function textsAt(store: EnhancedPersistence, at: Moment = NOW): Promise<[Key, JsonText][]> {
  const texts: [Key, JsonText][] = [];
  for await (const { key, text } of store.scan(at)) texts.push([key, text]);
  return texts;
}
