import { execFileSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median } from "../statistics.ts";
import { keyOf, perSecond, textOf } from "./beside.ts";
import type { LargeJobResult } from "./largeJob.ts";
import type { Note } from "./table.ts";

const KEYS = 1_000_000;
const ROUNDS = 3;
const MEBIBYTE = 2 ** 20;

/** A million values imported from a file, and verified, each in a process of its own. */
export function measureLargeJobs(note: Note, directory: string): void {
  let imported = "";
  for (const [format, write] of Object.entries(formats)) {
    const file = join(directory, `million.${format}`);
    write(file);
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      imported = join(directory, `${format}-${round}`);
      return run(imported, file);
    });
    tell(note, `import of a million values, ${format}`, rounds, "150000 or more");
  }
  const rounds = Array.from({ length: ROUNDS }, () => run(imported));
  tell(note, "verify of a million values", rounds);
}

function tell(note: Note, job: string, rounds: readonly LargeJobResult[], aim?: string): void {
  const milliseconds = median(rounds.map((round) => round.milliseconds));
  const peak = Math.max(...rounds.map((round) => round.peak));
  note(`${job}, per second`, `${perSecond(KEYS, milliseconds)}`, aim);
  note(`${job}, peak memory, MiB`, `${Math.round(peak / MEBIBYTE)}`, "286 (300 MB) or less");
}

function run(...args: readonly string[]): LargeJobResult {
  const script = join(import.meta.dirname, "largeJob.ts");
  return JSON.parse(
    execFileSync(process.execPath, [script, ...args], { encoding: "utf8" }),
  ) as LargeJobResult;
}

const formats: Readonly<Record<"json" | "ndjson", (path: string) => void>> = {
  json: (path) =>
    writeLines(path, (number) => {
      const [opening, closing] = [number === 0 ? "{" : ",", number === KEYS - 1 ? "}" : ""];
      return `${opening}"${keyOf(number)}":${textOf(number, 0)}${closing}`;
    }),
  ndjson: (path) => writeLines(path, (number) => `{"key":"${keyOf(number)}","value":${textOf(number, 0)}}`),
};

function writeLines(path: string, lineOf: (number: number) => string): void {
  const file = openSync(path, "w");
  for (let from = 0; from < KEYS; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => lineOf(from + i));
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
}
