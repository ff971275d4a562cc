import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createEnhancedPersistence, type EnhancedPersistence, ImportError } from "../../main/engine/index.ts";
import { importFile, PLAIN_PLAN } from "../../main/engine/transfer/index.ts";
import type { Key } from "../../shared/model/index.ts";
import { inDirectory } from "../directories.ts";
import { type FaultTest, type Outcome, Tally } from "../report.ts";

const SUITE = join(import.meta.dirname, "../fixtures/JSONTestSuite.json.gz");

/** Where Strata says otherwise than the suite: of two members with one name, one would be lost without a word. */
const STATED: Readonly<Record<string, string>> = {
  y_object_duplicated_key: "rejected",
  y_object_duplicated_key_and_value: "rejected",
};

/** Every file of a public JSON parsing test suite, as the value of a member in a file that is imported (rule M3). */
export const jsonSuite: FaultTest = { name: "JSON test suite", run };

async function run(): Promise<Outcome> {
  const files = JSON.parse(gunzipSync(readFileSync(SUITE)).toString()) as Readonly<Record<string, string>>;
  const tally = new Tally();
  const failures: string[] = [];
  const free: string[] = [];
  await inDirectory(async (directory) => {
    const store = await createEnhancedPersistence({ basePath: join(directory, "store"), maxSnapshots: 0 });
    const path = join(directory, "case.json");
    for (const [name, base64] of Object.entries(files)) {
      await store.save({ untouched: true });
      writeFileSync(
        path,
        Buffer.concat([Buffer.from('{"value": '), Buffer.from(base64, "base64"), Buffer.from("}")]),
      );
      const outcome = await importOne(store, path);
      const must =
        STATED[name] ?? (name.startsWith("y_") ? "accepted" : name.startsWith("n_") ? "rejected" : null);
      if (outcome !== "accepted" && outcome !== "rejected") failures.push(`${name}: ${outcome}`);
      else if (must !== null && outcome !== must) failures.push(`${name}: ${outcome}, has to be ${must}`);
      else if (must === null) free.push(`${name.slice(2)} ${outcome}`);
      tally.add(must === null ? `${outcome}, which is up to the parser` : `${outcome} as they have to be`);
    }
    await store.close();
  });
  return { tried: `${Object.keys(files).length} files`, survived: `${tally} (${free.join(", ")})`, failures };
}

async function importOne(store: EnhancedPersistence, path: string): Promise<string> {
  try {
    await importFile(store, path, PLAIN_PLAN, "replace");
    const text = await store.getText("value" as Key);
    if (text === undefined) return "imported as nothing";
    // What was taken has to be something that any other parser takes.
    JSON.parse(text);
    return "accepted";
  } catch (error) {
    if (!(error instanceof ImportError)) return `an error of another kind: ${String(error)}`;
    return (await store.get("untouched")) === true ? "rejected" : "rejected, but the store was changed";
  }
}
