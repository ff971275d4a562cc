import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";

export const KEYS = 1_000_000;

/** Snapshots of {@link CHANGES} changes each, tagged `round 1` and so on. */
export const ROUNDS = 200;
const CHANGES = 100;

/** Keys that differ between the last two snapshots, the newer of which is tagged `sweep`. */
export const SWEPT = 100_000;

/** Sorts before every other key; its value is the number of the round, so that a list tells which moment it shows. */
export const ROUND_KEY = "!round";

/** The key with this number. */
export function keyOf(number: number): Key {
  const digits = String(number).padStart(7, "0");
  return `customer/${digits.slice(0, 4)}/${digits}` as Key;
}

function entry(number: number, balance: number) {
  const text = `{"id":${number},"name":"Ada Lovelace","balance":${balance},"active":${number % 3 !== 0}}`;
  return { key: keyOf(number), text: text as JsonText };
}

const round = (number: number) => ({ key: ROUND_KEY as Key, text: String(number) as JsonText });

/** Makes a store of a million keys with a past, through the engine, in one sweep. */
export async function makeMillionKeys(directory: string): Promise<void> {
  const store = await createEnhancedPersistence({
    basePath: directory,
    maxSnapshots: 0,
    cacheStrategy: "none",
    deltaStrategy: "none",
    durability: "normal",
  });
  try {
    await store.replace(everything(), { operation: "import" });
    await store.createSnapshot("start");
    for (let at = 1; at <= ROUNDS; at++) {
      const changes = Array.from({ length: CHANGES }, (_, index) =>
        entry((at * 4_999 + index * 9_973) % KEYS, at + index / 100),
      );
      await store.write([round(at), ...changes], { operation: "import" });
      await store.createSnapshot(`round ${at}`);
    }
    const swept = Array.from({ length: SWEPT }, (_, index) => entry(index * (KEYS / SWEPT), -1));
    await store.write([round(ROUNDS + 1), ...swept], { operation: "import" });
    await store.createSnapshot("sweep");
  } finally {
    await store.close();
  }
}

function* everything() {
  yield round(0);
  for (let number = 0; number < KEYS; number++) yield entry(number, number % 1_000);
}
