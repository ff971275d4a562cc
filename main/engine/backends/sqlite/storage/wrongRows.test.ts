import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshDirectory } from "../../../stores.fixture.ts";
import { isTyped, makeStore, type Outcome, outcomes, places, spoil, WRONG } from "./wrongRows.fixture.ts";

const TABLES = [
  "meta",
  "live",
  "history",
  "revision",
  "pending",
  "recent",
  "touched",
  "snapshot",
  "snapshot_tag",
  "author",
];

/** What is another one each time: new versions and moments. */
const comparable = ({ value }: Outcome) =>
  value
    ?.replace(/"v\d+-[0-9a-f]{8}"/g, '"version"')
    .replace(/"(?:at|createdAt|deletedAt|fromAt|toAt)":(?:"[^"]*"|\d+)/g, '"at":0');

/** What a store does that has this value in this place, as far as that is wrong. */
function faults(right: readonly Outcome[], found: readonly Outcome[]): string[] {
  const isNoticed = found.find(({ call }) => call === "verify")?.value !== "true";
  return found.flatMap((outcome) => {
    const { call, error } = outcome;
    if (error !== undefined) return isTyped(error) ? [] : [`${call}: ${String(error)}`];
    if (call === "verify" || call === "recover" || isNoticed) return [];
    const expected = right.find((other) => other.call === call);
    return expected && comparable(expected) === comparable(outcome) ? [] : [`${call}: ${outcome.value}`];
  });
}

describe("F9 a column with what no store has in it", () => {
  it.each(TABLES)(
    "F9 in the table %s: each call gives what is right or a typed error, or verify says what is wrong",
    async (table) => {
      const directory = await freshDirectory();
      const [made, spoilt, copy] = ["made", "spoilt", "copy"].map((name) => join(directory, name)) as [
        string,
        string,
        string,
      ];
      await makeStore(made);
      const right = await outcomes(made, copy);
      expect(right.filter(({ error }) => error !== undefined)).toEqual([]);
      const found: string[] = [];
      let tried = 0;
      for (const place of places(made).filter((other) => other.table === table)) {
        for (const value of WRONG) {
          rmSync(spoilt, { recursive: true, force: true });
          cpSync(made, spoilt, { recursive: true });
          const sql = `UPDATE OR IGNORE ${table} SET ${place.column} = ?${place.where}`;
          if (!spoil(spoilt, table, sql, value)) continue;
          tried += 1;
          const wrong = faults(right, await outcomes(spoilt, copy));
          found.push(...wrong.map((fault) => `${place.column}${place.where} = ${String(value)}: ${fault}`));
        }
      }
      expect(found).toEqual([]);
      expect(tried).toBeGreaterThan(WRONG.length);
    },
    // Thousands of calls: a hang is what this is for.
    300_000,
  );
});
