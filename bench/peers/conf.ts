import Conf from "conf";
import type { JsonValue } from "../../main/engine/persistence.ts";
import type { Document } from "../documents.ts";
import type { Peer } from "./peer.ts";

/** The base of electron-store: one JSON file, written whole with each change and read whole with each `get`. */
export const peer: Peer = {
  open(directory) {
    const store = new Conf<Record<string, JsonValue>>({
      cwd: directory,
      configName: "data",
      accessPropertiesByDotNotation: false,
    });
    const all = (documents: Iterable<Document>) =>
      Object.fromEntries(Array.from(documents, ({ key, value }) => [key, value]));
    return {
      load(documents) {
        store.store = all(documents);
      },
      set({ key, value }) {
        store.set(key, value);
      },
      setMany(documents) {
        store.set(all(documents));
      },
      get: (key) => store.get(key),
      close() {},
    };
  },
};
