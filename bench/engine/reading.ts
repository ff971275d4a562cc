import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { randomNumbers } from "../random.ts";
import { inTurns, keyOf, openRaw, ratio } from "./beside.ts";
import type { Note } from "./table.ts";

const READS = 20_000;

/** As many keys as a cache holds, so that it can answer. */
const CACHED = 5000;

/** `get` beside a raw `select` and `JSON.parse`. */
export async function measureReading(note: Note, path: string, keys: number): Promise<void> {
  const raw = openRaw(path, "normal");
  const range = Math.min(keys, CACHED);
  for (const cacheStrategy of ["none", "memory"] as const) {
    const store = await createEnhancedPersistence({ basePath: path, cacheStrategy });
    const [first, second] = [randomNumbers(5), randomNumbers(5)];
    for (let i = 0; i < range; i += 1) await store.get(keyOf(i));
    const get = await inTurns({
      raw: () => {
        for (let i = 0; i < READS; i += 1) raw.get(Math.floor(first() * range));
      },
      ours: async () => {
        for (let i = 0; i < READS; i += 1) await store.get(keyOf(Math.floor(second() * range)));
      },
    });
    const aim = cacheStrategy === "none" ? "0.50 or more" : "more than without";
    note(
      `\`get\`, cache \`${cacheStrategy}\`, rate to \`select\` and \`JSON.parse\``,
      ratio(get.raw, get.ours),
      aim,
    );
    await store.close();
  }
  raw.connection.close();
}
