import { randomUUID } from "node:crypto";
import Database, { type Database as Connection } from "better-sqlite3";
import { formatOf } from "./format.ts";
import { APPLICATION_ID, FORMAT_VERSION, MIGRATIONS } from "./schema.ts";

/** The position in SQLite's header of the read and write versions, which say that the file uses a log. */
const WRITTEN_AND_READ = 18;
const BY_LOG = 2;

/** The bytes of an empty store's file. */
export function emptyStore(): Buffer {
  const connection = new Database(":memory:");
  try {
    // So that pages freed by a pack can be returned; it must be set before the file has content.
    connection.pragma("auto_vacuum = INCREMENTAL");
    migrate(connection);
    const bytes = connection.serialize();
    // From the start, because several processes that open a store at once cannot all change this.
    return bytes.fill(BY_LOG, WRITTEN_AND_READ, WRITTEN_AND_READ + 2);
  } finally {
    connection.close();
  }
}

/** Migrates a store to the present format. */
export function migrate(connection: Connection): void {
  if (formatOf(connection) >= FORMAT_VERSION) return;
  connection
    .transaction(() => {
      for (let format = formatOf(connection); format < FORMAT_VERSION; format += 1) {
        connection.exec(MIGRATIONS[format] as string);
        connection.pragma(`user_version = ${format + 1}`);
      }
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.prepare("INSERT OR IGNORE INTO meta VALUES ('id', ?), ('floor', 0)").run(randomUUID());
    })
    .immediate();
}
