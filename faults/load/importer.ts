/* Imports a file into a new store, and prints `imported` or `refused`, the peak memory in bytes, and the error. */
import { createEnhancedPersistence, ImportError } from "../../main/engine/index.ts";
import { importFile, PLAIN_PLAN } from "../../main/engine/transfer/index.ts";

const [path = "", basePath = ""] = process.argv.slice(2);
const store = await createEnhancedPersistence({ basePath });
const outcome = await importFile(store, path, PLAIN_PLAN, "replace").then(
  () => "imported",
  (error: unknown) => error,
);
const { error } = await store.verify();
const { entryCount } = await store.status();
await store.close();
const memory = process.resourceUsage().maxRSS * 1024;
const say = (word: string, more = "") => process.stdout.write(`${word} ${memory} ${more}\n`);
if (error !== null) say("damaged", error.message);
else if (outcome === "imported") say("imported");
else if (!(outcome instanceof ImportError))
  say("untyped", outcome instanceof Error ? outcome.stack?.replaceAll("\n", " ") : "");
else if (entryCount > 0) say("half", outcome.message);
else say("refused", outcome.message);
