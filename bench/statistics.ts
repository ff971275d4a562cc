/** The middle value; the mean of the two middle ones when their count is even. NaN for none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this part of the values lies, interpolated between neighbours. NaN for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The exponent `e` of `cost ≈ c · size^e`, by least squares over the logarithms: 0 is constant, 1 is linear. Null
 * with fewer than two sizes.
 */
export function growthExponent(points: readonly { size: number; cost: number }[]): number | null {
  const usable = points.filter(({ size, cost }) => size > 0 && cost > 0);
  if (new Set(usable.map(({ size }) => size)).size < 2) return null;
  const logs = usable.map(({ size, cost }) => [Math.log(size), Math.log(cost)] as const);
  const meanX = mean(logs.map(([x]) => x));
  const meanY = mean(logs.map(([, y]) => y));
  const covariance = sum(logs.map(([x, y]) => (x - meanX) * (y - meanY)));
  const variance = sum(logs.map(([x]) => (x - meanX) ** 2));
  return covariance / variance;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
