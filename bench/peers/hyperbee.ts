import Hyperbee from "hyperbee";
import Hypercore from "hypercore";
import type { Document } from "../documents.ts";
import type { OpenPeer, Peer } from "./peer.ts";

/** A versioned B-tree: every write is a version that can be read and compared. */
export const peer: Peer = {
  async open(directory): Promise<OpenPeer> {
    // Without `allowBackup` a copy of a store is refused.
    const core = new Hypercore(Hypercore.defaultStorage(directory, { allowBackup: true }));
    const tree = new Hyperbee(core, { keyEncoding: "utf-8", valueEncoding: "json" });
    await tree.ready();
    const putAll = async (documents: Iterable<Document>) => {
      const batch = tree.batch();
      for (const { key, value } of documents) await batch.put(key, value);
      await batch.flush();
    };
    return {
      load: putAll,
      set: ({ key, value }) => tree.put(key, value),
      setMany: putAll,
      get: async (key) => (await tree.get(key))?.value,
      commit: () => String(tree.version),
      async compare(from, to) {
        let differing = 0;
        const earlier = tree.checkout(Number(from));
        for await (const _ of tree.checkout(Number(to)).createDiffStream(earlier)) differing++;
        return differing;
      },
      close: () => tree.close(),
    };
  },
};
