import { describe, expect, it } from "vitest";
import { openToWrite } from "./connection.ts";
import { PreparedLater } from "./preparedLater.ts";
import { ReadStatements } from "./readStatements.ts";
import { WriteStatements } from "./writeStatements.ts";

describe("statements that are prepared when they are first used", () => {
  it("can all be prepared", () => {
    const connection = openToWrite(null, "normal").connection;
    const statements = [new ReadStatements(connection), new WriteStatements(connection)]
      .flatMap((all) => Object.values(all))
      .filter((statement) => statement instanceof PreparedLater);
    expect(statements.length).toBeGreaterThan(100);
    for (const later of statements) {
      expect(later.statement.source).not.toBe("");
      // Such a limit makes SQLite prepare the statement again at each call, which takes ten times as long as a short read.
      expect(later.statement.source).not.toMatch(/LIMIT (?:\?|@\w+\b)(?! \+ 0)/);
    }
    connection.close();
  });

  it("give rows in the form that was asked for before", () => {
    const connection = openToWrite(null, "normal").connection;
    const sql = "SELECT ? AS a, 2 AS b";
    const later = () => new PreparedLater<[number], unknown>(connection, sql);
    expect(later().get(1)).toEqual({ a: 1, b: 2 });
    expect(later().raw().all(1)).toEqual([[1, 2]]);
    expect([...later().pluck().iterate(1)]).toEqual([1]);
    connection.close();
  });
});
