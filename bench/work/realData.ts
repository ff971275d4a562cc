import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { median } from "../statistics.ts";
import { byDepthTwo, versionFiles, versionNumbers } from "./realDataVersions.ts";

/** How ten versions of a real file fared in one store. Times are milliseconds, medians over versions and rounds. */
export interface RealDataRow {
  readonly subject: string;
  /** One whole version brought in and named. */
  readonly importing: number | null;
  readonly comparing: number | null;
  readonly restoring: number | null;
  /** Bytes on disk with the first version alone, compacted. */
  readonly first: number;
  /** Bytes on disk with all ten, compacted. */
  readonly all: number;
}

export interface RealDataResult {
  readonly versions: readonly string[];
  /** Bytes of the newest file as published. */
  readonly fileBytes: number;
  readonly keys: number;
  /** Keys that differ from the version before, by version. */
  readonly differing: readonly number[];
  readonly rounds: number;
  readonly rows: readonly RealDataRow[];
  /** Why a subject has no row. */
  readonly gaps: readonly { readonly subject: string; readonly reason: string }[];
}

/** What one process reports of one round. */
export type RealDataRound = Omit<RealDataRow, "subject">;

export const realDataSubjects: readonly {
  readonly subject: string;
  readonly peer: string;
  readonly strategy?: string;
}[] = [
  ...["none", "compress", "dict", "binary", "auto"].map((strategy) => ({
    subject: `Strata, ${strategy}`,
    peer: "strata",
    strategy,
  })),
  { subject: "DoltLite", peer: "doltlite" },
  { subject: "git, files", peer: "git-files" },
  { subject: "git, one file", peer: "git-one-file" },
];

/** Every subject once in each round. `runRound` starts the process of one of them. */
export async function measureRealData(
  directory: string,
  rounds: number,
  runRound: (
    subject: (typeof realDataSubjects)[number],
    directory: string,
  ) => Promise<RealDataRound | string>,
): Promise<RealDataResult> {
  const taken = new Map<string, RealDataRound[]>();
  const gaps = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const subject of realDataSubjects) {
      if (gaps.has(subject.subject)) continue;
      const store = mkdtempSync(join(directory, "real-"));
      const outcome = await runRound(subject, store);
      rmSync(store, { recursive: true, force: true });
      if (typeof outcome === "string") gaps.set(subject.subject, outcome);
      else taken.set(subject.subject, [...(taken.get(subject.subject) ?? []), outcome]);
    }
  }
  const files = versionFiles();
  return {
    versions: versionNumbers(),
    fileBytes: files.at(-1)?.length ?? 0,
    keys: byDepthTwo(files.at(-1) as Buffer).length,
    differing: differingKeys(files),
    rounds,
    rows: [...[...taken].map(([subject, rows]) => middle(subject, rows)), ...zstdRows(files)],
    gaps: [...gaps].map(([subject, reason]) => ({ subject, reason })),
  };
}

function middle(subject: string, rounds: readonly RealDataRound[]): RealDataRow {
  const of = (member: keyof RealDataRound) => {
    const values = rounds.map((round) => round[member]).filter((value) => value !== null);
    return values.length === 0 ? null : median(values);
  };
  return {
    subject,
    importing: of("importing"),
    comparing: of("comparing"),
    restoring: of("restoring"),
    first: of("first") ?? 0,
    all: of("all") ?? 0,
  };
}

/** Each file by itself, as a folder of compressed copies would keep them. */
function zstdRows(files: readonly Buffer[]): RealDataRow[] {
  return [3, 19].map((level) => {
    const sizes = files.map(
      (file) => zstdCompressSync(file, { params: { [constants.ZSTD_c_compressionLevel]: level } }).length,
    );
    return {
      subject: `zstd -${level} of each file`,
      importing: null,
      comparing: null,
      restoring: null,
      first: sizes[0] ?? 0,
      all: sizes.reduce((total, size) => total + size, 0),
    };
  });
}

function differingKeys(files: readonly Buffer[]): number[] {
  const states = files.map(
    (file) => new Map(byDepthTwo(file).map(({ key, value }) => [key, JSON.stringify(value)])),
  );
  return states.slice(1).map((state, place) => {
    const before = states[place] as Map<string, string>;
    const keys = new Set([...state.keys(), ...before.keys()]);
    return [...keys].filter((key) => state.get(key) !== before.get(key)).length;
  });
}
