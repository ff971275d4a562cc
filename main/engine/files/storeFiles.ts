/** Where a store keeps its data inside its directory, and SQLite the log to it. */
export const STORE_FILE = "strata.db";
export const LOG_FILE = `${STORE_FILE}-wal`;
