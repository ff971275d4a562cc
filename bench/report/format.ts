import { type Measure, measures } from "../measures.ts";

/** `12.3 µs`, `4.56 ms`, `7.89 s` of microseconds. */
export function formatTime(microseconds: number): string {
  if (microseconds < 1_000) return `${digits(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${digits(microseconds / 1_000)} ms`;
  return `${digits(microseconds / 1_000_000)} s`;
}

/** `12.3 kB`, `4.56 MB` of bytes, by thousands. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${digits(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${digits(bytes / 1_000_000)} MB`;
  return `${digits(bytes / 1_000_000_000)} GB`;
}

/** A figure of this measure with its unit. */
export function formatFigure(measure: Measure, value: number): string {
  return measures[measure].unit === "time" ? formatTime(value) : formatBytes(value);
}

/** `0.45×`, `3.20×`, `120×`; below a hundredth two digits that count. */
export function formatRatio(ratio: number): string {
  if (ratio < 0.01) return `${Number(ratio.toPrecision(2))}×`;
  return `${ratio < 1 ? ratio.toFixed(2) : digits(ratio)}×`;
}

/** A count with thin groups of thousands: `10 000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Three significant digits, never in powers of ten. */
function digits(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
