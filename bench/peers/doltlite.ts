import { join } from "node:path";
import { DatabaseSync } from "@dolthub/doltlite";
import type { Document } from "../documents.ts";
import type { OpenPeer, Peer } from "./peer.ts";

// As with better-sqlite3: the library sets itself up with its first database.
new DatabaseSync(":memory:").close();

/** SQLite on prolly trees, with commits, differences and resets. */
export const peer: Peer = {
  open(directory): OpenPeer {
    const database = new DatabaseSync(join(directory, "data.db"));
    database.exec("PRAGMA synchronous = FULL");
    database.exec(
      "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    );
    const upsert = database.prepare(
      "INSERT INTO entry (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    );
    const remove = database.prepare("DELETE FROM entry WHERE key = ?");
    const select = database.prepare("SELECT value FROM entry WHERE key = ?");
    const history = database.prepare("SELECT to_commit, to_value FROM dolt_diff_entry WHERE to_key = ?");
    const reset = database.prepare("SELECT dolt_reset('--hard', ?)");
    const putAll = (documents: Iterable<Document>) => {
      database.exec("BEGIN");
      for (const { key, value } of documents) upsert.run(key, JSON.stringify(value));
      database.exec("COMMIT");
    };
    return {
      load(documents) {
        putAll(documents);
        database.doltCommit("load");
      },
      set({ key, value }) {
        upsert.run(key, JSON.stringify(value));
      },
      setMany: putAll,
      replaceAll(documents) {
        const kept = new Set(documents.map(({ key }) => key));
        const present = database.prepare("SELECT key FROM entry").all() as { key: string }[];
        database.exec("BEGIN");
        for (const { key } of present) if (!kept.has(key)) remove.run(key);
        for (const { key, value } of documents) upsert.run(key, JSON.stringify(value));
        database.exec("COMMIT");
      },
      get(key) {
        const row = select.get(key) as { value: string };
        return JSON.parse(row.value);
      },
      commit: () => database.doltCommit("snapshot"),
      compare: (from, to) => database.doltDiff(from, to, "entry").length,
      restore(state) {
        reset.get(state);
      },
      history: (key) => history.all(key).length,
      compact() {
        database.exec("SELECT dolt_gc()");
      },
      close() {
        database.close();
      },
    };
  },
};
