/*
 * A process that looks at one store after another: for each line of its input, `{"path":…,"revisions":[…]}`, it prints
 * what it saw. With `"bundle"` it imports that file into a new store at the path first.
 */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { createEnhancedPersistence, PersistenceError } from "../../main/engine/index.ts";
import { importBundle } from "../../main/engine/transfer/index.ts";
import { look } from "./look.ts";
import { LOAD_OPTIONS } from "./operations.ts";

interface Request {
  readonly path: string;
  readonly revisions: readonly number[];
  readonly bundle?: string;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { path, revisions, bundle } = JSON.parse(line) as Request;
  const refused = bundle === undefined ? null : await importInto(path, bundle);
  const sight = refused === null ? await look(path, revisions) : { refused };
  writeSync(1, `${JSON.stringify(sight)}\n`);
}

async function importInto(basePath: string, bundle: string) {
  const store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
  try {
    await importBundle(store, bundle);
    return null;
  } catch (error) {
    const { status } = { status: await store.status() };
    if (status.entryCount > 0 || status.snapshotCount > 0) {
      return {
        code: "UNTYPED",
        message: `A refused bundle left ${JSON.stringify(status)} behind: ${String(error)}`,
      };
    }
    return error instanceof PersistenceError
      ? { code: error.code, message: error.message }
      : { code: "UNTYPED", message: error instanceof Error ? (error.stack ?? "") : String(error) };
  } finally {
    await store.close();
  }
}
