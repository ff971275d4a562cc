import { closeSync, constants, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database, { type Database as Connection } from "better-sqlite3";
import { assertPlain, openPlain } from "../files/plainFile.ts";
import { assertSmallSchema } from "../files/schemaSize.ts";
import { assertSchema, distrust, type Schema, schemaOf } from "../files/soundSchema.ts";

/** "StrC" in ASCII, which identifies a cache of Strata. */
const APPLICATION_ID = 0x53747243;

/** The format of the file. A file of another format is discarded, because its content can be recomputed. */
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
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // A link's target belongs to another owner.
  if (!lstatSync(directory).isDirectory()) throw new Error("There is no folder for a cache");
  try {
    return open(directory, store);
  } catch {
    // Whatever the fault, a new file does not have it.
    discardCacheFile(directory);
    return open(directory, store);
  }
}

const SUFFIXES = ["", "-wal", "-shm", "-journal"];

export function discardCacheFile(directory: string): void {
  for (const suffix of SUFFIXES) rmSync(join(directory, CACHE_FILE + suffix), { force: true });
}

/** The expected structure of a cache. */
let schema: Schema | undefined;

function open(directory: string, store: string): Connection {
  const path = join(directory, CACHE_FILE);
  for (const suffix of SUFFIXES)
    if ((assertPlain(path + suffix)?.nlink ?? 1) > 1) throw new Error("A file of the cache has another name");
  closeSync(openPlain(path, constants.O_RDWR | constants.O_CREAT, 0o600));
  assertSmallSchema(path);
  // A cache is never waited for: if another process has it locked, that is a miss.
  const connection = new Database(path, { timeout: 0 });
  try {
    distrust(connection);
    // A crash of the machine may damage the cache, which is then discarded.
    connection.pragma("synchronous = OFF");
    const application = connection.pragma("application_id", { simple: true });
    if (application === 0) create(connection, store);
    else if (
      application !== APPLICATION_ID ||
      connection.pragma("user_version", { simple: true }) !== FORMAT
    ) {
      throw new Error("The cache has another format");
    }
    schema ??= schemaOf([TABLES]);
    assertSchema(connection, schema, path);
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
