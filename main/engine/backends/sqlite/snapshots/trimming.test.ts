import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openStore } from "../../../stores.fixture.ts";

it("F26 notes of deleted snapshots beyond the last 200 are removed, several at a time", async () => {
  const store = await openStore({ maxSnapshots: 2, durability: "normal" });
  for (let i = 0; i < 270; i += 1) await store.createSnapshot();
  const database = new Database(join(store.path ?? "", "strata.db"), { readonly: true });
  const kept = database
    .prepare<[], number>("SELECT count(*) FROM meta WHERE name LIKE 'deleted_snapshot:limit:%'")
    .pluck()
    .get();
  database.close();
  expect(kept).toBeGreaterThanOrEqual(200);
  expect(kept).toBeLessThan(220);
  expect(await store.deletedSnapshots()).toHaveLength(200);
});
