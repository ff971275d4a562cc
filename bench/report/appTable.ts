import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frames } from "../app/frames.ts";
import { formatCount } from "./format.ts";
import type { Table } from "./tables.ts";

/** Where the last run of bench/app.ts left its figures. */
export const APP_RESULTS = join(import.meta.dirname, "..", "app-results.json");

interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** One shell over all rounds. Milliseconds. */
export interface AppSummary {
  readonly shell: string;
  readonly keys: number;
  readonly rounds: number;
  readonly open: Spread;
  readonly filter: Spread;
  readonly compare: Spread;
  readonly scroll: Frames;
  readonly scrub: Frames;
}

/** The app's figures in each shell; null when bench/app.ts was not run yet. */
export function appTable(): Table | null {
  if (!existsSync(APP_RESULTS)) return null;
  const shells = JSON.parse(readFileSync(APP_RESULTS, "utf8")) as AppSummary[];
  const [first] = shells;
  if (!first) return null;
  const spread = ({ p50, p95 }: Spread) => `${Math.round(p50)} / ${Math.round(p95)} ms`;
  const frames = (of: Frames) =>
    `${spread(of)}, ${Math.round(of.dropped)} of ${Math.round(of.drawn + of.dropped)} dropped`;
  return {
    title: `The app with ${formatCount(first.keys)} keys and 200 snapshots, ${first.rounds} starts in each shell; p50 / p95`,
    head: ["", ...shells.map(({ shell }) => shell)],
    rows: [
      ["start and open a store, to the first keys", ...shells.map(({ open }) => spread(open))],
      ["filter, last key press to the one key found", ...shells.map(({ filter }) => spread(filter))],
      ["compare, click to the list of 100 keys", ...shells.map(({ compare }) => spread(compare))],
      ["scroll the keys, from frame to frame", ...shells.map(({ scroll }) => frames(scroll))],
      ["scrub through time, from frame to frame", ...shells.map(({ scrub }) => frames(scrub))],
    ],
  };
}
