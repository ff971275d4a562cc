import { PassThrough } from "node:stream";
import { run } from "./program.ts";

export interface HereOptions {
  readonly directory: string;
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command line in this process, as if on a terminal or in a pipe, for tests that are not about processes. */
export async function runHere(
  args: readonly string[],
  { directory, isTTY = false, env = {} }: HereOptions,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const stream = () => {
    const chunks: Buffer[] = [];
    const made = Object.assign(new PassThrough(), { isTTY });
    made.on("data", (chunk: Buffer) => chunks.push(chunk));
    return { made, text: () => Buffer.concat(chunks).toString("utf8").replaceAll("\r\u001b[K", "") };
  };
  const [stdout, stderr] = [stream(), stream()];
  const code = await run(args, {
    stdin: new PassThrough().end(),
    stdout: stdout.made,
    stderr: stderr.made,
    env,
    directory,
    signal: new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
