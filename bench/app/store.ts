import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { documents } from "../documents.ts";
import { Edits } from "../work/edits.ts";

/** Makes a store with this many keys and snapshots of 100 changes each, tagged `round 1` and so on. */
export async function makeStore(directory: string, keys: number, snapshots: number): Promise<void> {
  const store = await createEnhancedPersistence({ basePath: directory, maxSnapshots: 0 });
  const entry = ({ key, value }: { readonly key: string; readonly value: unknown }) => ({
    key: key as Key,
    text: JSON.stringify(value) as JsonText,
  });
  function* entries() {
    for (const document of documents(keys)) yield entry(document);
  }
  await store.replace(entries(), { operation: "import" });
  const edits = new Edits(keys);
  for (let round = 1; round <= snapshots; round++) {
    await store.write(edits.many(100).map(entry), { operation: "import" });
    await store.createSnapshot(`round ${round}`);
  }
  await store.cleanup();
}
