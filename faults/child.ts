import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Every line of its standard output, in order. */
  readonly lines: readonly string[];
  readonly errors: string;
}

/** A program that runs beside the test and tells what it does line by line. */
export class Child {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  #errors = "";
  readonly #waiting: (() => void)[] = [];

  /** @param command The program with its arguments; when it is a script of ours, Node runs it. */
  constructor(
    command: readonly string[],
    options: { readonly uid?: number; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ) {
    const [program = "", ...args] = command[0]?.endsWith(".ts") ? [process.execPath, ...command] : command;
    // Most of a short process is compiling.
    const env = {
      ...process.env,
      NODE_COMPILE_CACHE: join(tmpdir(), "strata-faults-compiled"),
      ...options.env,
    };
    this.process = spawn(program, args, { ...options, env, stdio: ["pipe", "pipe", "pipe"] });
    this.process.stderr?.on("data", (bytes: Buffer) => {
      this.#errors += bytes.toString();
    });
    // What is written to a process that was killed is lost, as it should be.
    this.process.stdin?.on("error", () => {});
    const reader = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    reader.on("line", (line) => {
      this.lines.push(line);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    const read = new Promise<void>((resolve) => reader.on("close", resolve));
    const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
      this.process.on("error", reject);
      this.process.on("exit", (code, signal) => resolve({ code, signal }));
    });
    this.ended = Promise.all([exit, read]).then(([{ code, signal }]) => {
      for (const wake of this.#waiting.splice(0)) wake();
      return { code, signal, lines: this.lines, errors: this.#errors };
    });
  }

  get errors(): string {
    return this.#errors;
  }

  /** Waits for more lines, for the end, or for so long. */
  async more(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Waits until this line came; false when the program ended without it or the time is over. */
  async saw(line: string, milliseconds = 30_000): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    while (!this.lines.includes(line)) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        await this.ended;
        return this.lines.includes(line);
      }
      if (performance.now() > deadline) return false;
      await this.more(deadline - performance.now());
    }
    return true;
  }

  say(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }
}

/** Runs a program to its end; kills it when it takes longer. */
export async function runToEnd(
  command: readonly string[],
  milliseconds: number,
  options?: ConstructorParameters<typeof Child>[1],
): Promise<Ended & { readonly hung: boolean }> {
  const child = new Child(command, options);
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    child.kill();
  }, milliseconds);
  const ended = await child.ended;
  clearTimeout(timer);
  return { ...ended, hung };
}
