import Database from "better-sqlite3";

// Other stores load their native code when they are imported, better-sqlite3 with its first database: here before the
// clock starts, so that an opening is an opening for all of them.
new Database(":memory:").close();
