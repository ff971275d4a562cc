import { join } from "node:path";
import { open } from "lmdb";
import type { Document } from "../documents.ts";
import type { Peer } from "./peer.ts";

export const peer: Peer = {
  open(directory) {
    // Without overlapping syncs a put is on disk when its promise resolves, as with every other store here.
    const database = open<Document["value"], string>({
      path: join(directory, "data.mdb"),
      overlappingSync: false,
    });
    const putAll = (documents: Iterable<Document>) =>
      database.transactionSync(() => {
        for (const { key, value } of documents) void database.put(key, value);
      });
    return {
      load: putAll,
      set({ key, value }) {
        // A synchronous transaction: faster for one caller than waiting for the batch of the next turn.
        database.putSync(key, value);
      },
      setMany: putAll,
      get: (key) => database.get(key),
      close: () => database.close(),
    };
  },
};
