import type { EnhancedPersistence } from "../../main/engine/index.ts";
import type { Durability } from "../../main/engine/storage/connection.ts";
import { randomNumbers } from "../random.ts";
import { median } from "../statistics.ts";
import { bodyOf, inTurns, keyOf, perSecond, type Raw, ratio, TURNS, timed } from "./beside.ts";
import type { Note } from "./table.ts";

const CALLERS = 64;

/** Single writes, each its own commit, by one caller and by many at once. */
export async function measureWriting(
  note: Note,
  store: EnhancedPersistence,
  raw: Raw,
  durability: Durability,
  keys: number,
): Promise<void> {
  const count = durability === "full" ? 1000 : 10_000;
  const [first, second] = [randomNumbers(1), randomNumbers(1)];
  let version = 0;
  const one = await inTurns({
    raw: () => {
      version += 1;
      for (let i = 0; i < count; i += 1) raw.put(Math.floor(first() * keys), version);
    },
    ours: async () => {
      for (let i = 0; i < count; i += 1) {
        const number = Math.floor(second() * keys);
        await store.set(keyOf(number), bodyOf(number, version));
      }
    },
  });
  const aim = durability === "full" ? "0.70 or more" : "0.50 or more";
  note(`\`set\`, \`${durability}\`, rate to a raw upsert's`, ratio(one.raw, one.ours), aim);
  note(`\`set\`, \`${durability}\`, per second`, `${perSecond(count, one.ours)}`);

  const each = count / 16;
  const together: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const caller = async (at: number) => {
      for (let i = 0; i < each; i += 1) {
        await store.set(keyOf(Math.floor(second() * keys)), bodyOf(i, at + 1000 * turn));
      }
    };
    together.push(await timed(() => Promise.all(Array.from({ length: CALLERS }, (_, at) => caller(at)))));
  }
  const rate = ratio(one.ours / count, median(together) / (CALLERS * each));
  note(`64 callers to one, \`${durability}\``, rate, durability === "full" ? "5 or more" : "");
}
