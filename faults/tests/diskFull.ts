import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { wrongAfterwards } from "../load/afterwards.ts";
import { writeImports } from "../load/operations.ts";
import type { FaultTest, Outcome, Scale } from "../report.ts";

const STURDY = join(import.meta.dirname, "../load/sturdy.ts");

/** The size of the small disk in KiB: more than a store with a log of 2000 pages, so that there is room once it is made. */
const DISK = 24 * 1024;

/** The disk fills up in the middle of the load, and then there is room again (rule I3). */
export const diskFull: FaultTest = { name: "full disk", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const done: string[] = [];
  let refused = 0;
  const rounds = quick ? 2 : 12;
  for (let round = 0; round < rounds; round += 1) {
    for (const way of [onSmallDisk, withSmallFiles]) {
      const found = await way(seed + round, round);
      if (found === undefined) continue;
      const { lines, wrong } = found;
      const failed = lines.filter((line) => line.startsWith("fail"));
      refused += failed.length;
      if (round === 0) done.push(way === onSmallDisk ? "a small disk" : "a limit on file sizes");
      for (const line of wrong) failures.push(`${way.name}, seed ${seed + round}: ${line}`);
    }
  }
  if (refused === 0) failures.push("Nothing was refused, so this shows nothing.");
  return {
    tried: `${rounds} loads each on ${done.join(" and with ")}`,
    survived: `${refused} calls were refused, each left the store as it was; it worked again once there was room`,
    failures,
  };
}

interface Found {
  readonly lines: readonly string[];
  readonly wrong: readonly string[];
}

function withErrors(wrong: readonly string[], errors: string): readonly string[] {
  return wrong.length > 0 && errors !== "" ? [...wrong, errors.slice(0, 1500)] : wrong;
}

/** A disk in memory that a file fills up; it is removed after the first failure. Only root may mount one. */
async function onSmallDisk(seed: number, round: number): Promise<Found | undefined> {
  return inDirectory(async (directory) => {
    const disk = join(directory, "disk");
    mkdirSync(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}k`, "tmpfs", disk]).status !== 0)
      return undefined;
    try {
      writeImports(directory);
      const fill = join(disk, "fill");
      spawnSync("dd", ["if=/dev/zero", `of=${fill}`, "bs=1k", `count=${DISK - 1600 + 100 * round}`]);
      const basePath = join(disk, "store");
      const { lines, errors } = await runToEnd(
        [STURDY, basePath, directory, `${seed}`, "200", `rm -f ${fill}`],
        180_000,
      );
      // A load that just fitted has not made room.
      rmSync(fill, { force: true });
      return { lines, wrong: withErrors(await wrongAfterwards(basePath, lines), errors) };
    } finally {
      spawnSync("umount", [disk]);
    }
  });
}

/** No file may grow beyond a limit: what goes past it fails, and nothing makes room. */
async function withSmallFiles(seed: number, round: number): Promise<Found | undefined> {
  return inDirectory(async (directory) => {
    writeImports(directory);
    const bytes = 300_000 + 40_000 * round;
    const limited = ["prlimit", `--fsize=${bytes}`, process.execPath, STURDY];
    const basePath = join(directory, "store");
    const { lines, errors } = await runToEnd([...limited, basePath, directory, `${seed}`, "200"], 180_000);
    return { lines, wrong: withErrors(await wrongAfterwards(basePath, lines), errors) };
  });
}
