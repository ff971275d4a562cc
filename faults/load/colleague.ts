/*
 * One of several processes that write to one store. Usage: colleague.ts <store> <name> <seconds>
 * For each acknowledged write it says `{"revision":…,"key":…,"text":…}`, for each snapshot `{"snapshot":…,"revision":…}`.
 */
import { writeSync } from "node:fs";
import { ConflictError, createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { Random } from "../random.ts";

const [basePath = "", name = "", seconds = ""] = process.argv.slice(2);
const say = (what: unknown) => writeSync(1, `${JSON.stringify(what)}\n`);
const random = new Random([...name].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7));
const store = await createEnhancedPersistence({ basePath, maxSnapshots: 0 });
const end = performance.now() + Number(seconds) * 1000;
const shared = "shared counter" as Key;

for (let count = 0; performance.now() < end; count += 1) {
  const roll = random.below(100);
  if (roll < 60)
    await write(
      `${name}/${random.below(40)}` as Key,
      JSON.stringify({ by: name, count, pad: "x".repeat(random.below(500)) }),
    );
  else if (roll < 90) await increment();
  else if (roll < 96) await snapshot();
  else if (roll < 98) await store.pack();
  else await store.load();
}
await store.close();

async function write(key: Key, text: string): Promise<void> {
  const revision = await store.write([{ key, text: text as JsonText }], { operation: "set" });
  say({ revision, key, text });
}

/** Adds one to a common counter: no addition may be lost. */
async function increment(): Promise<void> {
  for (;;) {
    const entry = await store.read(shared, { kind: "now" });
    const text = String(Number(entry?.text ?? 0) + 1) as JsonText;
    try {
      const expected = new Map([[shared, entry?.since ?? null]]);
      const revision = await store.write([{ key: shared, text }], { operation: "set", expected });
      say({ revision, key: shared, text });
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

async function snapshot(): Promise<void> {
  const { version, revision } = await store.snapshot({ tags: [name] });
  say({ snapshot: version, revision });
}
