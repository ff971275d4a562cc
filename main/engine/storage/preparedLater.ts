import type { Database, RunResult, Statement } from "better-sqlite3";

/**
 * A statement that SQLite reads and plans when it is first used. A store has more than a hundred, and whoever opens it
 * needs a few of them: preparing them all took two fifths of the time of an opening.
 */
export class PreparedLater<Parameters extends unknown[], Row> {
  readonly #database: Database;
  readonly #sql: string;
  #rows: "raw" | "pluck" | undefined;
  #statement: Statement<Parameters, Row> | undefined;

  constructor(database: Database, sql: string) {
    this.#database = database;
    this.#sql = sql;
  }

  /** Gives rows as arrays. */
  raw(): this {
    this.#rows = "raw";
    return this;
  }

  /** Gives the first column only. */
  pluck(): this {
    this.#rows = "pluck";
    return this;
  }

  run(...parameters: Parameters): RunResult {
    return this.statement.run(...parameters);
  }

  get(...parameters: Parameters): Row | undefined {
    return this.statement.get(...parameters);
  }

  all(...parameters: Parameters): Row[] {
    return this.statement.all(...parameters);
  }

  iterate(...parameters: Parameters): IterableIterator<Row> {
    return this.statement.iterate(...parameters);
  }

  /** @throws {SqliteError} when the store does not have what the statement is about. */
  get statement(): Statement<Parameters, Row> {
    this.#statement ??= this.#prepare();
    return this.#statement;
  }

  #prepare(): Statement<Parameters, Row> {
    const statement = this.#database.prepare(this.#sql) as Statement<Parameters, Row>;
    if (this.#rows !== undefined) statement[this.#rows]();
    // From now on without a step in between, which takes as long as a short statement when it is not in the processor's cache.
    this.run = statement.run.bind(statement);
    this.get = statement.get.bind(statement);
    this.all = statement.all.bind(statement);
    return statement;
  }
}
