import { join } from "node:path";
import { inDirectory } from "../directories.ts";
import { fuzzContract } from "../fuzz/contract.ts";
import { fuzzBundle, fuzzImport, fuzzPickle } from "../fuzz/files.ts";
import type { Fuzz } from "../fuzz/fuzz.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

/** Invalid input, within the time limit, for everything that reads foreign data. */
export const fuzz: FaultTest = { name: "fuzz", run };

/** Enough to see a pattern, and short enough to read. */
const MOST_FAILURES = 10;

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const milliseconds = quick ? 1500 : 60_000;
  const tried: string[] = [];
  const survived: string[] = [];
  const failures: string[] = [];
  await inDirectory(async (directory) => {
    const feeds = [
      await fuzzImport(directory),
      await fuzzBundle(directory),
      fuzzPickle(),
      await fuzzContract(join(directory, "store")),
    ];
    for (const feed of feeds) {
      const { runs, tally, wrong } = await feedFor(feed, milliseconds, seed);
      tried.push(`${runs} ${feed.name}`);
      survived.push(`${feed.name}: ${tally}`);
      failures.push(...wrong);
    }
  });
  return { tried: tried.join(", "), survived: survived.join("; "), failures };
}

async function feedFor(feed: Fuzz, milliseconds: number, seed: number) {
  const tally = new Tally();
  const wrong: string[] = [];
  const end = performance.now() + milliseconds;
  let runs = 0;
  try {
    for (; performance.now() < end && wrong.length < MOST_FAILURES; runs += 1) {
      try {
        tally.add(await feed.once(seed + runs));
      } catch (error) {
        const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
        wrong.push(`${feed.name}, seed ${seed + runs}: ${what.slice(0, 1500)}`);
      }
    }
  } finally {
    await feed.end();
  }
  return { runs, tally, wrong };
}
