import type { EnhancedPersistence } from "../../main/engine/index.ts";
import { median } from "../statistics.ts";
import { type Beside, bodyOf, inTurns, keyOf, type Raw, ratio, textOf, timed } from "./beside.ts";
import type { Note } from "./table.ts";

/** Of one turn. */
const SNAPSHOTS = 300;

const FEW = 100;
const MANY = 10_000;

/** Enough that what a restore runs is compiled, as what writes rows has been since they were made. */
const ROUNDS = 30;

/** Snapshots, and comparing and going back over a hundred keys and over ten thousand. */
export async function measureHistory(note: Note, { store, raw, keys }: Beside): Promise<void> {
  let version = 0;
  const snapshot = await inTurns({
    raw: () => {
      version += 1;
      for (let i = 0; i < SNAPSHOTS; i += 1) raw.put(i, version);
    },
    ours: async () => {
      for (let i = 0; i < SNAPSHOTS; i += 1) await store.createSnapshot();
    },
  });
  note("`createSnapshot`, time to a commit of one row", ratio(snapshot.ours, snapshot.raw), "1.5 or less");

  const spread = Array.from({ length: FEW }, (_, i) => (i * 37 * 7919) % keys);
  const few = await measureGoingBack(store, raw, spread, ROUNDS, version);
  note("`compareSnapshots`, 100 keys different, ms", few.comparison.toFixed(2), "5 or less");
  note(
    "restore of 100 keys, time to 100 rows in one transaction",
    ratio(few.restore, few.write),
    "2 or less",
  );

  const many = Array.from({ length: Math.min(MANY, keys) }, (_, i) => i);
  const all = await measureGoingBack(store, raw, many, 5, version + ROUNDS);
  const further = (more: number, less: number) => ((1000 * (more - less)) / (many.length - FEW)).toFixed(1);
  note("restore, each further key, µs", further(all.restore, few.restore), "10 or less");
  note("the same of raw rows, µs", further(all.write, few.write));
}

/** Changes these keys, compares, and goes back; milliseconds of the median round. */
async function measureGoingBack(
  store: EnhancedPersistence,
  raw: Raw,
  numbers: readonly number[],
  rounds: number,
  version: number,
) {
  const comparisons: number[] = [];
  const restores: number[] = [];
  const writes: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const before = await store.createSnapshot();
    if (numbers.length <= FEW) {
      for (const number of numbers) await store.set(keyOf(number), bodyOf(number, version + round));
    } else {
      const changes = numbers.map((number) => ({
        key: keyOf(number),
        text: textOf(number, version + round),
      }));
      await store.write(changes, { operation: "save" });
    }
    const after = await store.createSnapshot();
    comparisons.push(await timed(() => store.compareSnapshots(before, after)));
    restores.push(await timed(() => store.restore({ kind: "snapshot", version: before })));
    writes.push(await timed(() => raw.putAll(numbers, version + round)));
  }
  return { comparison: median(comparisons), restore: median(restores), write: median(writes) };
}
