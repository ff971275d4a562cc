import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database, { type Database as Connection } from "better-sqlite3";

/** "StrC" in ASCII: says that the file is a cache of Strata's. */
const APPLICATION_ID = 0x53747243;

/** The format of the file. One of another format is discarded, never converted: everything in it can be made again. */
const FORMAT = 1;

export const CACHE_FILE = "values.db";

const TABLES = `
  CREATE TABLE owner (store TEXT NOT NULL);
  CREATE TABLE entry (
    name TEXT PRIMARY KEY,
    placed INTEGER NOT NULL,
    used INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    value TEXT NOT NULL
  );
`;

/**
 * Opens the cache of one store in a directory. A file that is damaged, of another format or another store's is
 * discarded (rule C2).
 *
 * @throws What the file system or SQLite throws, when there cannot be a cache there at all.
 */
export function openCacheFile(directory: string, store: string): Connection {
  mkdirSync(directory, { recursive: true });
  try {
    return open(directory, store);
  } catch {
    // Whatever is wrong with it, a new one has none of it.
    discardCacheFile(directory);
    return open(directory, store);
  }
}

export function discardCacheFile(directory: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(directory, CACHE_FILE + suffix), { force: true });
}

function open(directory: string, store: string): Connection {
  // Nothing waits for a cache: what another process is busy with is a miss.
  const connection = new Database(join(directory, CACHE_FILE), { timeout: 0 });
  try {
    // A crash of the machine may damage the cache, and then it is discarded.
    connection.pragma("synchronous = OFF");
    const application = connection.pragma("application_id", { simple: true });
    if (application === 0) create(connection, store);
    else if (
      application !== APPLICATION_ID ||
      connection.pragma("user_version", { simple: true }) !== FORMAT
    ) {
      throw new Error("The cache has another format");
    }
    const owner = connection.prepare<[], string>("SELECT store FROM owner").pluck().get();
    if (owner !== store) throw new Error("The cache is another store's");
    connection.pragma("journal_mode = WAL");
    connection.pragma("cache_size = -4000");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function create(connection: Connection, store: string): void {
  connection
    .transaction(() => {
      connection.exec(TABLES);
      connection.prepare("INSERT INTO owner VALUES (?)").run(store);
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${FORMAT}`);
    })
    .immediate();
}
