import "./sqliteLoaded.ts";
import type * as Engine from "../../main/engine/index.ts";
import type { JsonText, Key, SnapshotVersion } from "../../shared/model/index.ts";
import type { Document } from "../documents.ts";
import type { OpenPeer, Peer, State } from "./peer.ts";

/** The engine as it is published: built, so that Node neither takes types out of it nor reads it from 150 files. */
const built = new URL("../../dist/main/engine.js", import.meta.url);
const { createEnhancedPersistence } = (await import(built.href)) as typeof Engine;

/** Strata as it comes, but that it keeps any number of snapshots. */
export const peer: Peer = { open: (directory) => openStrata(directory, "auto") };

/** The same with this way to keep superseded values. */
export async function openStrata(
  directory: string,
  deltaStrategy: NonNullable<Engine.EnhancedPersistenceOptions["deltaStrategy"]>,
): Promise<OpenPeer> {
  const store = await createEnhancedPersistence({ basePath: directory, maxSnapshots: 0, deltaStrategy });
  const change = ({ key, value }: Document) => ({
    key: key as Key,
    text: JSON.stringify(value) as JsonText,
  });
  function* changes(documents: Iterable<Document>) {
    for (const document of documents) yield change(document);
  }
  const moment = (state: State) => ({ kind: "snapshot", version: state as SnapshotVersion }) as const;
  return {
    async load(documents) {
      await store.replace(changes(documents), { operation: "import" });
    },
    set: ({ key, value }) => store.set(key, value),
    async setMany(documents) {
      await store.write(documents.map(change), { operation: "import" });
    },
    async replaceAll(documents) {
      await store.replace(changes(documents), { operation: "import" });
    },
    get: (key) => store.get(key),
    commit: () => store.createSnapshot(),
    async compare(from, to) {
      return (await store.difference(moment(from), moment(to))).length;
    },
    async restore(state) {
      await store.restore(moment(state));
    },
    history: async (key) => (await store.history(key as Key, { limit: 10_000 })).length,
    async compact() {
      await store.pack();
    },
    close: () => store.cleanup(),
  };
}
