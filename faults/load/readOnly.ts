/* Reads a store that its user may not write to, and prints the code and the message of the error when it writes. */
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";

try {
  const store = await createEnhancedPersistence({ basePath: process.argv[2] ?? "" });
  process.stdout.write(`${JSON.stringify(await store.load())}\n`);
  await store.set("b", 2).finally(() => store.close());
} catch (error) {
  process.stdout.write(`${error instanceof PersistenceError ? error.code : "UNTYPED"} ${String(error)}\n`);
}
