import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { runToEnd } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { type Cut, Disk } from "../disk.ts";
import { missesOperations } from "../load/check.ts";
import { LOAD_OPTIONS, writeImports } from "../load/operations.ts";
import { Random } from "../random.ts";
import { type FaultTest, leftOut, type Outcome, type Scale } from "../report.ts";
import { canTrace, RECORDED, readRecording, WITHOUT_STRACE } from "../strace.ts";

const WRITER = join(import.meta.dirname, "../load/writer.ts");
const OPERATIONS = 150;

/** In folders that are made along with it. */
const STORE = "new folder/store";

/** The power goes at any moment: with `full` nothing acknowledged is lost, with `normal` the end may be (rule W9). */
export const powerLoss: FaultTest = { name: "power loss", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  if (!canTrace()) return leftOut(WITHOUT_STRACE);
  const cuts = quick ? 40 : 400;
  const full = await cutOften("full", seed, cuts);
  const normal = await cutOften("normal", seed, cuts);
  const failures = [...full.failures, ...normal.failures];
  if (normal.losses === 0) failures.push("normal: no cut lost anything, so this shows nothing");
  return {
    tried: `${cuts} power cuts with each durability, at random moments from the making of a store on to the last of ${OPERATIONS} operations, unsynced sectors and names missing`,
    survived:
      `full: lost acknowledged operations in ${full.losses}, damaged ${full.damaged}; ` +
      `normal: lost the last ones in ${normal.losses}, whole revisions each time, damaged ${normal.damaged}`,
    failures,
  };
}

interface Cuts {
  readonly losses: number;
  readonly damaged: number;
  readonly failures: readonly string[];
}

async function cutOften(durability: "full" | "normal", seed: number, cuts: number): Promise<Cuts> {
  const random = new Random(seed);
  return inDirectory(async (directory) => {
    writeImports(directory);
    const basePath = join(directory, STORE);
    const trace = join(directory, "trace");
    const strace = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", RECORDED, "-o", trace];
    const command = [
      ...strace,
      process.execPath,
      WRITER,
      basePath,
      directory,
      `${seed}`,
      "0",
      durability,
      `${OPERATIONS}`,
    ];
    const { lines, errors } = await runToEnd(command, 120_000);
    if (!lines.includes("done")) throw new Error(`The recording failed: ${lines.at(-1)} ${errors}`);
    const calls = readRecording(readFileSync(trace, "latin1"));
    const ready = calls.findIndex((call) => call.call === "said" && call.line === "ready");
    const result = { losses: 0, damaged: 0, failures: [] as string[] };
    const disk = new Disk();
    let acknowledged = 0;
    let applied = 0;
    // A quarter of them while the store comes into being and takes its first writes.
    const young = Math.min(calls.length, 2 * ready);
    const moments = Array.from({ length: cuts }, (_, i) => random.below(i % 4 === 0 ? young : calls.length));
    for (const at of moments.sort((a, b) => a - b)) {
      for (const call of calls.slice(applied, at)) {
        disk.apply(call);
        if (call.call === "said" && call.line.startsWith("ack "))
          acknowledged = Number(call.line.slice(4)) + 1;
      }
      applied = at;
      const how = random.pick<Cut>(["none", "all", "torn", "torn", "torn"]);
      disk.cut(directory, join(directory, "after"), how, random);
      const lost = await lookAfter(directory, acknowledged, seed);
      if (typeof lost === "string") {
        result.damaged += 1;
        result.failures.push(`${durability}, seed ${seed}, cut at call ${at} (${how}): ${lost}`);
      } else if (lost) {
        result.losses += 1;
        if (durability === "full")
          result.failures.push(`full, seed ${seed}, cut at call ${at} (${how}): lost`);
      }
    }
    return result;
  });
}

/** Whether acknowledged operations are missing; in words what else is wrong. */
async function lookAfter(directory: string, acknowledged: number, seed: number): Promise<boolean | string> {
  const store = await createEnhancedPersistence({
    ...LOAD_OPTIONS,
    basePath: join(directory, "after", STORE),
  });
  try {
    return await missesOperations(store, acknowledged, seed, directory);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await store.close();
  }
}
