import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import type { Measure } from "./measures.ts";
import { peers, STRATA } from "./peers/list.ts";
import type { RealDataResult } from "./work/realData.ts";

/** Which part of the benchmark: the store grows by keys, or by snapshots at 10 000 keys. */
export type Part = "keys" | "snapshots";

/** One cell: a figure for each round. */
export interface Cell {
  readonly part: Part;
  /** Keys, or snapshots. */
  readonly size: number;
  readonly peer: string;
  readonly measure: Measure;
  readonly rounds: readonly number[];
  /** When the run began that this is of: rounds of different runs are never compared with each other. */
  readonly run: string;
}

/** Why cells are empty that the peer has an operation for. */
export interface Gap {
  readonly part: Part;
  readonly size: number;
  readonly peer: string;
  readonly reason: string;
}

export interface Results {
  readonly machine: string;
  readonly at: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly cells: readonly Cell[];
  readonly gaps: readonly Gap[];
  readonly realData: RealDataResult | null;
}

/** The results in this file, or none. */
export function readResults(path: string): Results {
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Results;
  return { machine: "", at: "", versions: {}, cells: [], gaps: [], realData: null };
}

/**
 * Puts these cells in the place of those of the same part, size and peer, and says where and when. Strata's own of
 * earlier runs stay as long as another peer's figures are to be compared with them.
 */
export function merge(
  before: Results,
  cells: readonly Cell[],
  gaps: readonly Gap[],
  realData: RealDataResult | null,
): Results {
  const place = ({ part, size, peer }: Cell | Gap) => `${part} ${size} ${peer}`;
  const renewed = new Set([...cells, ...gaps].map(place));
  const others = before.cells.filter((cell) => cell.peer !== STRATA && !renewed.has(place(cell)));
  const needed = new Set(others.map(({ part, size, run }) => `${part} ${size} ${run}`));
  const ours = before.cells.filter(
    (cell) =>
      cell.peer === STRATA &&
      (!renewed.has(place(cell)) || needed.has(`${cell.part} ${cell.size} ${cell.run}`)),
  );
  return {
    machine: machine(),
    at: new Date().toISOString(),
    versions: versions(),
    cells: [...ours, ...others, ...cells],
    gaps: [...before.gaps.filter((gap) => !renewed.has(place(gap))), ...gaps],
    realData: realData ?? before.realData,
  };
}

export function writeResults(path: string, results: Results): void {
  writeFileSync(path, `${JSON.stringify(results, null, 1)}\n`);
}

function machine(): string {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${processor}, ${memory} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
}

function versions(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, packageName } of peers) {
    if (packageName === null) continue;
    const manifest = ["node_modules", "../node_modules"]
      .map((folder) => join(import.meta.dirname, folder, packageName, "package.json"))
      .find(existsSync);
    if (manifest) found[name] = JSON.parse(readFileSync(manifest, "utf8")).version;
  }
  found["git"] = execFileSync("git", ["--version"], { encoding: "utf8" }).replace("git version", "").trim();
  return found;
}
