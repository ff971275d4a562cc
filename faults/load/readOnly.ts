/* Opens a store that its user may not write to, and prints the code and the message of the error. */
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";

try {
  const store = await createEnhancedPersistence({ basePath: process.argv[2] ?? "" });
  await store.close();
  process.stdout.write("opened\n");
} catch (error) {
  process.stdout.write(`${error instanceof PersistenceError ? error.code : "UNTYPED"} ${String(error)}\n`);
}
