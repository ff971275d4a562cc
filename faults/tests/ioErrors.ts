import { join } from "node:path";
import { runToEnd } from "../child.ts";
import { inDirectory } from "../directories.ts";
import { wrongAfterwards } from "../load/afterwards.ts";
import { writeImports } from "../load/operations.ts";
import { type FaultTest, leftOut, type Outcome, type Scale, Tally } from "../report.ts";
import { canTrace, WITHOUT_STRACE } from "../strace.ts";

const STURDY = join(import.meta.dirname, "../load/sturdy.ts");
const OPERATIONS = 60;

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
  const step = quick ? 320 : 5;
  const tally = new Tally();
  const failures: string[] = [];
  let runs = 0;
  for (const [calls, error] of CALLS) {
    for (let nth = 1; ; nth += step) {
      const { lines, wrong } = await failNth(calls, error, nth, seed);
      runs += 1;
      const failed = lines.filter((line) => line.startsWith("fail"));
      const opened = !lines.some((line) => line.startsWith("not opened"));
      for (const line of [...(opened ? wrong : []), ...failed.filter(isPoor)]) {
        failures.push(`${error} at ${calls} number ${nth}, seed ${seed}: ${line}`);
      }
      tally.add(failed.length > 0 ? "said by the call" : "not noticed by any call and harmless");
      if (lines.includes("no more")) break;
    }
  }
  return {
    tried: `${runs} runs of ${OPERATIONS} operations, in each of which one system call failed`,
    survived: `${tally}; the store went on and held exactly what had not failed`,
    failures,
  };
}

/** Not an error of ours, or one that does not say what to do. */
function isPoor(line: string): boolean {
  return line.includes(" UNTYPED ") || !/try again|make room|Nothing was changed/i.test(line);
}

/** What the process said; `no more` when there were not so many calls. */
function failNth(
  calls: string,
  error: string,
  nth: number,
  seed: number,
): Promise<{ readonly lines: string[]; readonly wrong: readonly string[] }> {
  return inDirectory(async (directory) => {
    writeImports(directory);
    const basePath = join(directory, "store");
    const trace = join(directory, "trace");
    const inject = `inject=${calls}:error=${error}:when=${nth}`;
    const strace = ["strace", "-f", "-qq", "-o", trace, "-e", `trace=${calls}`, "-e", inject];
    const command = [...strace, process.execPath, STURDY, basePath, directory, `${seed}`, `${OPERATIONS}`];
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
