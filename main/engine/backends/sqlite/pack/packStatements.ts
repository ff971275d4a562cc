import type { Database } from "better-sqlite3";
import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { PreparedLater } from "../storage/preparedLater.ts";
import { HISTORY_MARK } from "../storage/queryParts.ts";
import type { HistoryMark } from "../storage/rows.ts";

/** What a pack asks of the history: what is there, without the values. */
export class PackStatements {
  readonly markUntil;
  readonly marksAfter;
  readonly markPage;

  constructor(database: Database) {
    const prepare = <Parameters extends unknown[]>(sql: string) =>
      new PreparedLater<Parameters, HistoryMark>(database, sql, true);
    this.markUntil = prepare<[Key, Revision]>(
      `SELECT ${HISTORY_MARK} FROM history WHERE key = ? AND until = ?`,
    );
    this.marksAfter = prepare<[Key, Revision, limit: number]>(
      `SELECT ${HISTORY_MARK} FROM history WHERE key = ? AND until > ? ORDER BY until LIMIT ?`,
    );
    this.markPage = prepare<[key: string, until: Revision, limit: number]>(
      `SELECT ${HISTORY_MARK} FROM history WHERE (key, until) > (?, ?) ORDER BY key, until LIMIT ?`,
    );
  }
}
