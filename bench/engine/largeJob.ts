/* A process of its own that imports a file into a store, or verifies one, and tells how long that took and what memory. */
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { importFile } from "../../main/engine/transfer/importFile.ts";
import { PLAIN_PLAN } from "../../main/engine/transfer/plan.ts";
import { peakResidentSet } from "../room.ts";
import { timed } from "./beside.ts";

export interface LargeJobResult {
  readonly milliseconds: number;
  /** Bytes. */
  readonly peak: number;
}

const [basePath = "", file] = process.argv.slice(2);
const store = await createEnhancedPersistence({ basePath });
const plan = file?.endsWith(".ndjson") ? { ...PLAIN_PLAN, keyField: "key", valueField: "value" } : PLAIN_PLAN;
const milliseconds = await timed(async () => {
  if (file !== undefined) await importFile(store, file, plan, "replace");
  else if (!(await store.verify()).ok) throw new Error("The store is damaged.");
});
await store.close();
process.stdout.write(JSON.stringify({ milliseconds, peak: peakResidentSet() } satisfies LargeJobResult));
