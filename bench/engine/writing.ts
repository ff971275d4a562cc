import type { Durability } from "../../main/engine/storage/connection.ts";
import { randomNumbers } from "../random.ts";
import { median } from "../statistics.ts";
import {
  type Beside,
  bodyOf,
  inTurns,
  keyOf,
  perSecond,
  ratio,
  sumsInTurns,
  TURNS,
  timed,
} from "./beside.ts";
import type { Note } from "./table.ts";

const CALLERS = 64;

const SHORT_TURNS = 100;

/** Single writes, each its own commit, by one caller and by many at once. */
export async function measureWriting(note: Note, sides: Beside, durability: Durability): Promise<void> {
  const count = writesPerTurn(durability);
  const one = await inTurns({ raw: rawWrites(sides, count), ours: ourWrites(sides, count) });
  const aim = durability === "full" ? "0.70 or more" : "0.50 or more";
  note(`\`set\`, \`${durability}\`, rate to a raw upsert's`, ratio(one.raw, one.ours), aim);
  note(`\`set\`, \`${durability}\`, per second`, `${perSecond(count, one.ours)}`);

  const { store, keys } = sides;
  const each = count / 16;
  const number = randomNumbers(2);
  const together: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const caller = async (at: number) => {
      for (let i = 0; i < each; i += 1) {
        await store.set(keyOf(Math.floor(number() * keys)), bodyOf(i, at + 1000 * turn));
      }
    };
    together.push(await timed(() => Promise.all(Array.from({ length: CALLERS }, (_, at) => caller(at)))));
  }
  const rate = ratio(one.ours / count, median(together) / (CALLERS * each));
  note(`64 callers to one, \`${durability}\``, rate, durability === "full" ? "5 or more" : "");
}

/**
 * How the rate of single writes goes with the number of keys: two sizes in many short turns, so that the disk is the same
 * for both and neither store is idle; the sums count, for a checkpoint falls into few of the turns.
 */
export async function measureGrowth(
  note: Note,
  durability: Durability,
  small: Beside,
  large: Beside,
): Promise<void> {
  const count = writesPerTurn(durability) / 10;
  const spent = await sumsInTurns(SHORT_TURNS, {
    rawSmall: rawWrites(small, count),
    small: ourWrites(small, count),
    rawLarge: rawWrites(large, count),
    large: ourWrites(large, count),
  });
  note(
    `\`set\`, \`${durability}\`, rate with fewest keys to this`,
    ratio(spent.large, spent.small),
    "2 or less",
  );
  note(`the same of a raw upsert, \`${durability}\``, ratio(spent.rawLarge, spent.rawSmall));
}

/** Enough for several checkpoints of the log over all turns. */
const writesPerTurn = (durability: Durability) => (durability === "full" ? 1000 : 10_000);

/** Writes so many values, each in its own transaction. */
function rawWrites({ raw, keys }: Beside, count: number): () => void {
  const random = randomNumbers(1);
  let version = 0;
  return () => {
    version += 1;
    for (let i = 0; i < count; i += 1) raw.put(Math.floor(random() * keys), version);
  };
}

/** The same through Strata, one after another. */
function ourWrites({ store, keys }: Beside, count: number): () => Promise<void> {
  const random = randomNumbers(1);
  let version = 0;
  return async () => {
    version += 1;
    for (let i = 0; i < count; i += 1) {
      const number = Math.floor(random() * keys);
      await store.set(keyOf(number), bodyOf(number, version));
    }
  };
}
