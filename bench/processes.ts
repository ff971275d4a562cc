import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nodeWithGlibc } from "./install.ts";
import type { Reading } from "./measures.ts";
import { type PeerDescription, peers } from "./peers/list.ts";
import type { Phase } from "./work/phases.ts";
import type { RealDataRound, realDataSubjects } from "./work/realData.ts";

/** The process that is being measured. */
let running: ChildProcess | undefined;

/** Stops the process that is being measured, with those that it started itself. */
export function stopRunning(): void {
  if (running?.pid !== undefined) process.kill(-running.pid, "SIGKILL");
}

export interface Outcome {
  readonly readings: readonly Reading[];
  /** Why the process did not come to its end; null when it did. */
  readonly failure: string | null;
  readonly seconds: number;
}

/** Runs one phase in a separate process and stops it after a time limit in seconds. Its reports until then are kept. */
export async function runPhase(
  peer: PeerDescription,
  directory: string,
  phase: Phase,
  limit: number,
): Promise<Outcome> {
  const args = [peer.file, directory, JSON.stringify(phase)];
  const { lines, failure, seconds } = await runScript("child.ts", args, peer.needsGlibc, limit);
  const readings = lines
    .filter((line) => line.startsWith('{"measure"'))
    .map((line) => JSON.parse(line) as Reading);
  return { readings, failure: failure && `${phase.name}: ${failure}`, seconds };
}

/** Runs one round of the real data in a process of its own; a text says why there is no result. */
export async function runRealDataRound(
  { subject, peer, strategy }: (typeof realDataSubjects)[number],
  directory: string,
  limit: number,
  log: (line: string) => void,
): Promise<RealDataRound | string> {
  const needsGlibc = peers.find(({ file }) => file === peer)?.needsGlibc;
  const args = [peer, directory, ...(strategy ? [strategy] : [])];
  const { lines, failure, seconds } = await runScript("realDataChild.ts", args, needsGlibc, limit);
  log(`${subject} · real data · ${seconds.toFixed(1)} s · ${failure ?? "done"}`);
  const last = lines.at(-1);
  if (failure === null && last !== undefined) return JSON.parse(last) as RealDataRound;
  return failure ?? "it reported nothing";
}

async function runScript(
  script: string,
  args: readonly string[],
  glibc: string | undefined,
  limit: number,
): Promise<{ lines: string[]; failure: string | null; seconds: number }> {
  const node = glibc ? nodeWithGlibc(glibc) : { command: [process.execPath] };
  if ("missing" in node) return { lines: [], failure: node.missing, seconds: 0 };
  const [program = process.execPath, ...first] = node.command;
  const started = performance.now();
  // The heap's default limit depends on the machine; this one is the same everywhere.
  const all = [...first, "--max-old-space-size=8192", join(import.meta.dirname, script), ...args];
  const child = spawn(program, all, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  running = child;
  let stopped = false;
  const timer = setTimeout(() => {
    stopped = true;
    stopRunning();
  }, limit * 1_000);
  const exited = once(child, "close") as Promise<[number | null]>;
  const errors = collect(child.stderr);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  const [code] = await exited;
  clearTimeout(timer);
  running = undefined;
  const seconds = (performance.now() - started) / 1_000;
  if (stopped) return { lines, failure: `stopped after ${limit} s`, seconds };
  return { lines, failure: code === 0 ? null : lastError(await errors), seconds };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const part of stream) text = (text + String(part)).slice(-20_000);
  return text;
}

function lastError(text: string): string {
  const line = text.split("\n").find((candidate) => /^\s*(\w*Error|Assertion\w*)\b.*:/.test(candidate));
  return (line ?? text.trim().split("\n").at(-1) ?? "no message").trim().slice(0, 300);
}
