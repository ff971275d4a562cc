import type { Database, RunResult, Statement } from "better-sqlite3";
import { type RowCheck, rowCheck, type Shape } from "./soundRow.ts";

/** By statement and shape; every connection has the same. */
const CHECKS = new Map<string, RowCheck | undefined>();

/**
 * SQLite plans by the value of a limit that is only a parameter, so it prepares the statement again each time it is
 * bound.
 */
const BOUND_LIMIT = /LIMIT (?:\?|@\w+)/g;

/**
 * A statement that is prepared on first use. A store has more than a hundred, of which an opening needs a few;
 * preparing them all took two fifths of the opening.
 */
export class PreparedLater<Parameters extends unknown[], Row> {
  readonly #database: Database;
  readonly #sql: string;
  readonly #checked: boolean;
  #rows: Shape;
  #statement: Statement<Parameters, Row> | undefined;

  /** @param checked Whether each row is checked before it is returned (rule F9). */
  constructor(database: Database, sql: string, checked = false) {
    this.#database = database;
    this.#sql = sql;
    this.#checked = checked;
  }

  /** Returns rows as arrays. */
  raw(): this {
    this.#rows = "raw";
    return this;
  }

  /** Returns the first column only. */
  pluck(): this {
    this.#rows = "pluck";
    return this;
  }

  run(...parameters: Parameters): RunResult {
    return this.statement.run(...parameters);
  }

  get(...parameters: Parameters): Row | undefined {
    this.statement.source;
    return this.get(...parameters);
  }

  all(...parameters: Parameters): Row[] {
    this.statement.source;
    return this.all(...parameters);
  }

  iterate(...parameters: Parameters): IterableIterator<Row> {
    this.statement.source;
    return this.iterate(...parameters);
  }

  /** @throws {SqliteError} if the store lacks a table of the statement. */
  get statement(): Statement<Parameters, Row> {
    this.#statement ??= this.#prepare();
    return this.#statement;
  }

  #prepare(): Statement<Parameters, Row> {
    const statement = this.#database.prepare(this.#sql.replace(BOUND_LIMIT, "$& + 0")) as Statement<
      Parameters,
      Row
    >;
    if (this.#rows !== undefined) statement[this.#rows]();
    // Bound directly from now on: one more call takes as long as a short statement when its code is not in the
    // processor's cache.
    this.run = statement.run.bind(statement);
    const check = this.#checked && statement.reader ? this.#checkOf(statement) : undefined;
    if (check !== undefined) return this.#checking(statement, check);
    this.get = statement.get.bind(statement);
    this.all = statement.all.bind(statement);
    this.iterate = statement.iterate.bind(statement);
    return statement;
  }

  #checkOf(statement: Statement<Parameters, Row>): RowCheck | undefined {
    const name = `${this.#rows} ${this.#sql}`;
    if (!CHECKS.has(name)) CHECKS.set(name, rowCheck(statement.columns(), this.#sql, this.#rows));
    return CHECKS.get(name);
  }

  #checking(statement: Statement<Parameters, Row>, check: RowCheck): Statement<Parameters, Row> {
    this.get = (...parameters) => {
      const row = statement.get(...parameters);
      if (row !== undefined) check(row, parameters);
      return row;
    };
    this.all = (...parameters) => {
      const rows = statement.all(...parameters);
      for (const row of rows) check(row, parameters);
      return rows;
    };
    this.iterate = function* (...parameters) {
      for (const row of statement.iterate(...parameters)) {
        check(row, parameters);
        yield row;
      }
    };
    return statement;
  }
}
