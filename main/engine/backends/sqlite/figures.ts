import { Encoding, isDelta } from "../../delta/encoding.ts";
import type { Metrics } from "../../persistence.ts";
import type { Figures } from "../backend.ts";
import type { StoreCore } from "./core/core.ts";
import type { ReadStatements } from "./storage/readStatements.ts";

/** Chains are counted among this many deltas at most, so that a long history does not hold up the thread. */
const MOST_DELTAS_COUNTED = 100_000;

/** What the file holds now. */
export function figuresOf(core: StoreCore, statements: ReadStatements): Figures {
  return {
    snapshotCount: statements.snapshotCount.get() ?? 0,
    cache: core.cache.stats(),
    delta: deltaMetrics(core, statements),
    deltaChain: chainMetrics(statements),
  };
}

/** How superseded values are stored, counted in the file. */
function deltaMetrics(core: StoreCore, statements: ReadStatements): Metrics["delta"] {
  const names = new Map<number, string>(
    Object.entries(Encoding).map(([name, code]) => [code, name.toLowerCase()]),
  );
  const metrics: Record<string, number | string> = { strategy: core.options.deltaStrategy };
  let values = 0;
  let deltas = 0;
  let originalBytes = 0;
  let storedBytes = 0;
  for (const row of statements.encodings.all()) {
    values += row.values;
    originalBytes += row.original;
    storedBytes += row.stored;
    if (isDelta(row.encoding)) deltas += row.values;
    metrics[names.get(row.encoding) ?? `encoding${row.encoding}`] = row.values;
  }
  return {
    ...metrics,
    values,
    deltas,
    originalBytes,
    storedBytes,
    savedBytes: originalBytes - storedBytes,
    compressionRatio: storedBytes === 0 ? 1 : originalBytes / storedBytes,
  };
}

/** How many deltas lean on one another. */
function chainMetrics(statements: ReadStatements): Metrics["deltaChain"] {
  let chains = 0;
  let links = 0;
  let longest = 0;
  let length = 0;
  let previous: { readonly key: string; readonly until: number } | undefined;
  for (const { key, since, until } of statements.deltas.iterate(Encoding.DEFLATE_NEXT, MOST_DELTAS_COUNTED)) {
    const continues = previous !== undefined && previous.key === key && previous.until === since;
    if (!continues) chains += 1;
    length = continues ? length + 1 : 1;
    links += 1;
    longest = Math.max(longest, length);
    previous = { key, until };
  }
  return { chains, links, longest, averageLength: ratio(links, chains) };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
