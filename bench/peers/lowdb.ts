import { join } from "node:path";
import { JSONFilePreset } from "lowdb/node";
import type { JsonValue } from "../../main/engine/persistence.ts";
import type { OpenPeer, Peer } from "./peer.ts";

/** One JSON file, kept in memory and written whole with each change. */
export const peer: Peer = {
  async open(directory): Promise<OpenPeer> {
    const database = await JSONFilePreset<Record<string, JsonValue>>(join(directory, "data.json"), {});
    return {
      async load(documents) {
        for (const { key, value } of documents) database.data[key] = value;
        await database.write();
      },
      set({ key, value }) {
        database.data[key] = value;
        return database.write();
      },
      setMany(documents) {
        for (const { key, value } of documents) database.data[key] = value;
        return database.write();
      },
      get: (key) => database.data[key],
      close() {},
    };
  },
};
