import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import { createEnhancedPersistence } from "../../../index.ts";
import { SNAPSHOT_COLUMNS } from "./soundRow.ts";

it("N13 the columns of a snapshot are those of its table, in the order in which recovery reads them", async () => {
  const directory = await mkdtemp(join(tmpdir(), "strata-test-"));
  try {
    await (await createEnhancedPersistence({ basePath: directory })).close();
    const database = new Sqlite(join(directory, STORE_FILE), { readonly: true });
    const columns = database
      .prepare("SELECT name FROM pragma_table_info('snapshot') ORDER BY cid")
      .pluck()
      .all();
    database.close();
    expect(SNAPSHOT_COLUMNS).toEqual(columns);
  } finally {
    await rm(directory, { recursive: true });
  }
});
