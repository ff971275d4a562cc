import { largest, smallest } from "../../../shared/model/index.ts";
import type { KeyVersion } from "./versions.ts";

export interface ChartPoint {
  /** Where the version stands in the list. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

export interface Chart {
  readonly points: readonly ChartPoint[];
  /** The values as steps, an SVG path. */
  readonly path: string;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * The versions of a number, or of a boolean, as points in a box of this size, placed by their time, oldest on the left.
 * Null when there are fewer than two, or when something else is among them.
 */
export function chartOf(versions: readonly KeyVersion[], width: number, height: number): Chart | null {
  const values = versions.map(({ text }) => numberOf(text));
  const numbers = values.filter((value) => value !== null);
  if (numbers.length < 2 || numbers.some((value) => Number.isNaN(value))) return null;
  const lowest = smallest(numbers, Infinity);
  const highest = largest(numbers, -Infinity);
  const range = highest - lowest || 1;
  const xOf = placeByTime(versions, width);
  const points: ChartPoint[] = [];
  for (let index = versions.length - 1; index >= 0; index--) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    points.push({
      index,
      x: round(xOf(index)),
      y: round(height - ((value - lowest) / range) * height),
    });
  }
  const path = points.map(({ x, y }, at) => (at === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join("");
  return { points, path, lowest, highest };
}

/** Where a version stands by its time; evenly spaced where all are of one time, or a clock was set back. */
function placeByTime(versions: readonly KeyVersion[], width: number): (index: number) => number {
  const times = versions.map(({ revision }) => revision.at);
  const oldest = times.at(-1) ?? 0;
  const span = (times[0] ?? 0) - oldest;
  const isInOrder = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
  if (span > 0 && isInOrder) return (index) => (((times[index] ?? oldest) - oldest) / span) * width;
  return (index) => ((versions.length - 1 - index) / Math.max(versions.length - 1, 1)) * width;
}

/** Null where the place did not exist; NaN for what is no number. */
function numberOf(text: string | null): number | null {
  if (text === null) return null;
  if (text === "true") return 1;
  if (text === "false") return 0;
  return /^-?\d/.test(text) && Number.isFinite(Number(text)) ? Number(text) : Number.NaN;
}

const round = (value: number) => Math.round(value * 10) / 10;
