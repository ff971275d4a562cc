import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");

/** Windows has no signals: there, sending one ends the process. */
export const hasSignals = process.platform !== "win32";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly store?: string;
  readonly stdin?: string;
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real command line as a process, which ends with the test at the latest. */
export function startCli(args: readonly string[], { store, directory, env }: CliOptions = {}): ChildProcess {
  const { STRATA_STORE: _, ...rest } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: directory,
    env: { ...rest, ...(store !== undefined && { STRATA_STORE: store }), ...env },
    stdio: "pipe",
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

/** Runs the real command line until it ends. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = startCli(args, options);
  child.stdin?.end(options.stdin ?? "");
  return ended(child);
}

/** Waits for a started command line to end, and returns its output. */
export async function ended(child: ChildProcess): Promise<CliResult> {
  const [stdout, stderr, code] = await Promise.all([
    gathered(child.stdout),
    gathered(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, stdout, stderr };
}

async function gathered(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream === null) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
