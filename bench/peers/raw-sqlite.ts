import "./sqliteLoaded.ts";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Peer } from "./peer.ts";

/** The limit: one table, a plain upsert in its own transaction, no history. */
export const peer: Peer = {
  open(directory) {
    const database = new Database(join(directory, "raw.db"));
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.exec(
      "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    );
    const upsert = database.prepare(
      "INSERT INTO entry (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    );
    const select = database.prepare("SELECT value FROM entry WHERE key = ?").pluck();
    const inOneTransaction = database.transaction((run: () => void) => run());
    return {
      load(documents) {
        inOneTransaction(() => {
          for (const { key, value } of documents) upsert.run(key, JSON.stringify(value));
        });
        database.pragma("wal_checkpoint(TRUNCATE)");
      },
      set({ key, value }) {
        upsert.run(key, JSON.stringify(value));
      },
      setMany(documents) {
        inOneTransaction(() => {
          for (const { key, value } of documents) upsert.run(key, JSON.stringify(value));
        });
      },
      get: (key) => JSON.parse(select.get(key) as string),
      close() {
        database.close();
      },
    };
  },
};
