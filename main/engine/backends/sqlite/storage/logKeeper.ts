import type { Durability } from "./connection.ts";
import { LogFlush } from "./logFlush.ts";
import { LogRoom } from "./logRoom.ts";

/** Reduces the time that commits wait for the disk, by work on the log beside them. */
export interface LogKeeper {
  /** At the beginning of a write transaction, while no other process changes the log's length. */
  begun(): void;
  /** After each commit. */
  committed(): void;
  /** The log has been emptied. */
  emptied(): void;
  /** Closes the log, before SQLite does. */
  close(): Promise<void>;
}

export function logKeeper(directory: string, durability: Durability): LogKeeper {
  return durability === "full" ? new LogRoom(directory) : new LogFlush(directory);
}
