import { randomUUID } from "node:crypto";
import Database, { type Database as Connection } from "better-sqlite3";
import { formatOf } from "./format.ts";
import { APPLICATION_ID, FORMAT_VERSION, MIGRATIONS } from "./schema.ts";

/** Where SQLite's header says how the file is written to and read, and that it is by way of a log. */
const WRITTEN_AND_READ = 18;
const BY_LOG = 2;

/** A store without entries, as the bytes of its file. */
export function emptyStore(): Buffer {
  const connection = new Database(":memory:");
  try {
    // So that what a pack frees can be given back; it has to be said before there is anything in the file.
    connection.pragma("auto_vacuum = INCREMENTAL");
    migrate(connection);
    const bytes = connection.serialize();
    // From the start, because several processes that open a store at once can't all change this.
    return bytes.fill(BY_LOG, WRITTEN_AND_READ, WRITTEN_AND_READ + 2);
  } finally {
    connection.close();
  }
}

/** Brings a store to the present format. */
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
