import { ClassicLevel } from "classic-level";
import type { Document } from "../documents.ts";
import type { OpenPeer, Peer } from "./peer.ts";

export const peer: Peer = {
  async open(directory): Promise<OpenPeer> {
    const database = new ClassicLevel<string, Document["value"]>(directory, { valueEncoding: "json" });
    await database.open();
    const putAll = async (documents: readonly Document[]) =>
      database.batch(
        documents.map(({ key, value }) => ({ type: "put", key, value })),
        { sync: true },
      );
    return {
      async load(documents) {
        let waiting: Document[] = [];
        for (const document of documents) {
          waiting.push(document);
          if (waiting.length === 10_000) {
            await putAll(waiting);
            waiting = [];
          }
        }
        await putAll(waiting);
      },
      set: ({ key, value }) => database.put(key, value, { sync: true }),
      setMany: putAll,
      get: (key) => database.get(key),
      compact: () => database.compactRange("", "\u{10ffff}"),
      close: () => database.close(),
    };
  },
};
