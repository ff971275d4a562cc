import type { Durability } from "./connection.ts";
import { LogFlush } from "./logFlush.ts";
import { LogRoom } from "./logRoom.ts";

/** Keeps commits from waiting for the disk longer than they have to, by what it does to the log beside them. */
export interface LogKeeper {
  /** At the beginning of a write transaction, while nobody else makes the log longer or shorter. */
  begun(): void;
  /** After each commit. */
  committed(): void;
  /** The log has been emptied. */
  emptied(): void;
  /** Lets the log go, before SQLite does. */
  close(): Promise<void>;
}

export function logKeeper(directory: string, durability: Durability): LogKeeper {
  return durability === "full" ? new LogRoom(directory) : new LogFlush(directory);
}
