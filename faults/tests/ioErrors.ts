import { join } from "node:path";
import { runToEnd } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { wrongAfterwards } from "../load/afterwards.ts";
import { EACH_KIND, writeImports } from "../load/operations.ts";
import { type FaultTest, leftOut, type Outcome, type Scale, Tally } from "../report.ts";
import { canTrace, WITHOUT_STRACE } from "../strace.ts";

const STURDY = join(import.meta.dirname, "../load/sturdy.ts");
/** How many runs go on beside each other: most of a run is the start of its process. */
const WORKERS = 2;

interface Load {
  /** As `sturdy.ts` takes it. */
  readonly seed: string;
  readonly operations: number;
  /** For each kind of call, every nth call fails, in a separate run. */
  readonly step: number;
}

/** What fails, one at a time: SQLite's writes and the mark's, their syncs, their cuts. */
const CALLS = [
  ["pwrite64", "EIO"],
  ["pwrite64", "ENOSPC"],
  ["fdatasync,fsync", "EIO"],
  ["ftruncate", "EIO"],
] as const;

/** Each write in turn fails (rule I3): the call says so, nothing of it is left, and the next one works. */
export const ioErrors: FaultTest = { name: "I/O errors", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  if (!canTrace()) return leftOut(WITHOUT_STRACE);
  const each: Load = { seed: "each", operations: EACH_KIND, step: quick ? 50 : 1 };
  const loads = quick ? [each] : [each, { seed: `${seed}`, operations: 60, step: 20 }];
  const tally = new Tally();
  const failures: string[] = [];
  const tried: string[] = [];
  for (const load of loads) {
    const runs = new Tally();
    for (const [calls, error] of CALLS) {
      await inTurn(calls, error, load, (nth, { lines, wrong }) => {
        runs.add(`${error} at ${calls}`);
        const failed = lines.filter((line) => line.startsWith("fail"));
        const opened = !lines.some((line) => line.startsWith("not opened"));
        for (const line of [...(opened ? wrong : []), ...failed.filter(isPoor)])
          failures.push(`${error} at ${calls} number ${nth}, load ${load.seed}: ${line}`);
        tally.add(
          !opened
            ? "said by the opening"
            : failed.length > 0
              ? "said by the call"
              : "not noticed by any call and harmless",
        );
      });
    }
    tried.push(`each ${load.step}. call of ${load.operations} operations, one a run (${runs})`);
  }
  return {
    tried: `one system call fails: ${tried.join("; ")}`,
    survived: `${tally}; the store went on and held exactly what had not failed`,
    failures,
  };
}

/** Lets the calls of a kind fail in turn, each in a run of its own, until a run has no more of them. */
async function inTurn(
  calls: string,
  error: string,
  load: Load,
  take: (nth: number, found: Found) => void,
): Promise<void> {
  let next = 1;
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      const nth = next;
      next += load.step;
      const found = await failNth(calls, error, nth, load);
      if (found.lines.includes("no more")) isOver = true;
      else take(nth, found);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

interface Found {
  readonly lines: readonly string[];
  readonly wrong: readonly string[];
}

/** Not an error of ours, or one that does not say what to do. */
function isPoor(line: string): boolean {
  return line.includes(" UNTYPED ") || !/try again|make room|Nothing was changed/i.test(line);
}

/** The output of the process; `no more` if there were fewer calls. */
function failNth(calls: string, error: string, nth: number, load: Load): Promise<Found> {
  return inDirectory(async (directory) => {
    writeImports(directory);
    const basePath = join(directory, "store");
    const trace = join(directory, "trace");
    const inject = `inject=${calls}:error=${error}:when=${nth}`;
    const trail = ["-o", trace, "-e", `trace=${calls}`, "-e", inject];
    // Only the calls that may fail stop the process: a run takes half as long.
    const strace = ["strace", "-f", "--seccomp-bpf", "-qq", ...trail];
    const sturdy = [process.execPath, STURDY, basePath, directory, load.seed, `${load.operations}`];
    const command = [...strace, ...sturdy];
    const { lines, errors, hung } = await runToEnd(command, 120_000);
    const { stdout } = await traceEnd(trace);
    const result = [...lines];
    if (hung) result.push("wrong it hung");
    if (!lines.includes("ready")) result.push(opening(errors));
    if (!stdout.includes("INJECTED")) result.push("no more");
    const wrong = await wrongAfterwards(basePath, result);
    return {
      lines: result,
      wrong: wrong.length > 0 && errors !== "" ? [...wrong, errors.slice(0, 1500)] : wrong,
    };
  });
}

/** An opening that fails is as good as any call that fails, if it says so well. */
function opening(errors: string): string {
  const known = /(?:StorageError|DataIntegrityError|ReadOnlyError): (.*)/.exec(errors);
  return known === null ? `wrong the opening ended with ${errors.slice(0, 500)}` : `not opened: ${known[1]}`;
}

async function traceEnd(trace: string): Promise<{ readonly stdout: string }> {
  const { lines } = await runToEnd(["grep", "-m", "1", "INJECTED", trace], 10_000);
  return { stdout: lines.join("\n") };
}
