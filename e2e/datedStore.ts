import { createEnhancedPersistence } from "../main/engine/index.ts";
import type { JsonText, Key } from "../shared/model/index.ts";

/** A store on the disk, whose history is written as if it had taken days. */
export interface DatedStore {
  /** Writes values, or deletes keys for which there is null, at this time. */
  write(at: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  snapshot(at: string, options: SnapshotOptions): Promise<void>;
}

type Store = Awaited<ReturnType<typeof createEnhancedPersistence>>;
type SnapshotOptions = Omit<NonNullable<Parameters<Store["snapshot"]>[0]>, "createdAt">;

/** Makes a store in this folder before the app is started on it. Times are ISO 8601. */
export async function makeStore(folder: string, fill: (store: DatedStore) => Promise<void>): Promise<void> {
  const store = await createEnhancedPersistence({
    basePath: folder,
    maxSnapshots: 0,
    cacheStrategy: "none",
    durability: "normal",
  });
  try {
    await fill({
      async write(at, values) {
        const changes = Object.entries(values).map(([key, value]) => ({
          key: key as Key,
          text: value === null ? null : (JSON.stringify(value) as JsonText),
        }));
        await store.write(changes, { operation: "set", at: Date.parse(at) });
      },
      async snapshot(at, options) {
        await store.snapshot({ ...options, createdAt: new Date(at).toISOString() });
      },
    });
  } finally {
    await store.close();
  }
}
