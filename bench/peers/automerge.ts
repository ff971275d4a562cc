import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as automerge from "@automerge/automerge";
import type { JsonValue } from "../../main/engine/persistence.ts";
import type { OpenPeer, Peer } from "./peer.ts";
import { appendSynced, writeSynced } from "./synced-file.ts";

/** A document that keeps every change it ever had; in memory, and saved by appending changes to one file. */
export const peer: Peer = {
  open(directory): OpenPeer {
    const path = join(directory, "data.automerge");
    let document = existsSync(path)
      ? automerge.load<Record<string, JsonValue>>(readFileSync(path))
      : automerge.init<Record<string, JsonValue>>();
    return {
      load(documents) {
        document = automerge.change(document, (draft) => {
          for (const { key, value } of documents) draft[key] = value;
        });
        writeSynced(path, automerge.save(document));
      },
      set({ key, value }) {
        document = automerge.change(document, (draft) => {
          draft[key] = value;
        });
        appendSynced(path, automerge.saveIncremental(document));
      },
      setMany(documents) {
        document = automerge.change(document, (draft) => {
          for (const { key, value } of documents) draft[key] = value;
        });
        appendSynced(path, automerge.saveIncremental(document));
      },
      get: (key) => document[key],
      commit: () => JSON.stringify(automerge.getHeads(document)),
      compare(from, to) {
        const patches = automerge.diff(document, JSON.parse(from), JSON.parse(to));
        return new Set(patches.map((patch) => patch.path[0])).size;
      },
      compact() {
        writeSynced(path, automerge.save(document));
      },
      close() {},
    };
  },
};
