import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Terminal } from "./terminal.ts";

/**
 * The options of `less` unless the person has set them: exit if everything fits, keep colours, leave the text on the
 * screen.
 */
const LESS = "FRX";

/** A program that shows long output page by page. */
export class Pager {
  readonly #process: ChildProcess;
  readonly input: Writable & { readonly isTTY: true };

  private constructor(process: ChildProcess, input: Writable) {
    this.#process = process;
    // A terminal shows everything that is written to it.
    this.input = Object.assign(input, { isTTY: true as const });
    // The person left the pager; `write` reports that to the command.
    input.on("error", () => {});
  }

  /** Starts STRATA_PAGER, else PAGER, else less. Null if it is turned off, or if less is not installed. */
  static async start({ env }: Terminal): Promise<Pager | null> {
    const named = env["STRATA_PAGER"] ?? env["PAGER"];
    if (named === "" || named === "cat" || (named === undefined && process.platform === "win32")) return null;
    const child = spawn(named ?? "less", {
      shell: named !== undefined,
      stdio: ["pipe", "inherit", "inherit"],
      env: { ...env, LESS: env["LESS"] ?? LESS },
    });
    try {
      await once(child, "spawn");
    } catch {
      // It is not installed, so the output is written directly.
      return null;
    }
    return child.stdin === null ? null : new Pager(child, child.stdin);
  }

  /** Ends its input, and waits until the person leaves the pager. */
  async end(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    const ended = exitCode === null && signalCode === null ? once(this.#process, "exit") : null;
    this.input.end();
    await ended;
  }
}
