import type { Durability } from "../../main/engine/backends/sqlite/storage/connection.ts";
import { randomNumbers } from "../random.ts";
import { type Beside, bodyOf, keyOf, perSecond, ratio, sumsInTurns } from "./beside.ts";
import type { Note } from "./table.ts";

const CALLERS = 64;

const SHORT_TURNS = 100;
const CALLERS_TURNS = 20;

/**
 * Single writes, each its own commit, by one caller and by many at once. In many short turns, so that the disk is the same
 * for all; their sums count, for a checkpoint falls into few of them.
 */
export async function measureWriting(note: Note, sides: Beside, durability: Durability): Promise<void> {
  const count = writesPerTurn(durability);
  const spent = await sumsInTurns(SHORT_TURNS, {
    raw: rawWrites(sides, count),
    ours: ourWrites(sides, count),
  });
  const aim = durability === "full" ? "0.70 or more" : "0.50 or more";
  note(`\`set\`, \`${durability}\`, rate to a raw upsert's`, ratio(spent.raw, spent.ours), aim);
  note(`\`set\`, \`${durability}\`, per second`, `${perSecond(SHORT_TURNS * count, spent.ours)}`);

  const each = count / 10;
  const callers = await sumsInTurns(CALLERS_TURNS, {
    one: ourWrites(sides, count),
    together: writesTogether(sides, each),
  });
  const rate = ratio(callers.one / count, callers.together / (CALLERS * each));
  note(`64 callers to one, \`${durability}\``, rate, durability === "full" ? "5 or more" : "");
}

/** How the rate of single writes goes with the number of keys, measured alike; neither store is idle meanwhile. */
export async function measureGrowth(
  note: Note,
  durability: Durability,
  small: Beside,
  large: Beside,
): Promise<void> {
  const count = writesPerTurn(durability);
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
const writesPerTurn = (durability: Durability) => (durability === "full" ? 100 : 1000);

/** A value that was never there before has a higher one: to set what is there already costs nothing. */
let version = 0;

/** Writes `count` values, each in its own transaction. */
function rawWrites({ raw, keys }: Beside, count: number): () => void {
  const random = randomNumbers(1);
  return () => {
    for (let i = 0; i < count; i += 1) {
      version += 1;
      raw.put(Math.floor(random() * keys), version);
    }
  };
}

/** The same through Strata, one after another. */
function ourWrites({ store, keys }: Beside, count: number, seed = 1): () => Promise<void> {
  const random = randomNumbers(seed);
  return async () => {
    for (let i = 0; i < count; i += 1) {
      const number = Math.floor(random() * keys);
      version += 1;
      await store.set(keyOf(number), bodyOf(number, version));
    }
  };
}

/** `count` writes through Strata, divided among many callers. */
function writesTogether(sides: Beside, each: number): () => Promise<unknown> {
  const callers = Array.from({ length: CALLERS }, (_, at) => ourWrites(sides, each, at + 2));
  return () => Promise.all(callers.map((write) => write()));
}
