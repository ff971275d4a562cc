import { statSync } from "node:fs";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText } from "../../shared/model/index.ts";
import { distinctNumbers } from "../random.ts";
import { bodyOf, keyOf, ratio } from "./beside.ts";
import type { Note } from "./table.ts";

const KEYS = 100_000;
const SNAPSHOTS = 50;
const CHANGES = 100;

/** The file after 50 snapshots of 100 changes each and a `pack`, beside the same file before them. */
export async function measureFileSize(note: Note, directory: string): Promise<void> {
  const path = join(directory, "sized");
  const options = { basePath: path, maxSnapshots: 0 };
  const body = (number: number, version: number) => ({
    ...bodyOf(number, version),
    note: `the note of ${number} `.repeat(6),
  });
  const filled = await createEnhancedPersistence(options);
  const entries = Array.from({ length: KEYS }, (_, i) => ({
    key: keyOf(i),
    text: JSON.stringify(body(i, 0)) as JsonText,
  }));
  await filled.replace(entries, { operation: "import" });
  await filled.close();
  const live = statSync(join(path, "strata.db")).size;

  const store = await createEnhancedPersistence(options);
  for (let version = 1; version <= SNAPSHOTS; version += 1) {
    const changed = distinctNumbers(CHANGES, KEYS, version);
    await Promise.all(changed.map((number) => store.set(keyOf(number), body(number, version))));
    await store.createSnapshot();
  }
  await store.pack();
  await store.close();
  const after = statSync(join(path, "strata.db")).size;
  note("file with 50 snapshots of 100 changes, to live data", ratio(after, live), "1.15 or less");
}
