import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Terminal } from "./terminal.ts";

/** What a pager runs with unless the person has set it: ends at once what fits, keeps colours, leaves the text there. */
const LESS = "FRX";

/** A program that shows long output page by page. */
export class Pager {
  readonly #process: ChildProcess;
  readonly input: Writable & { readonly isTTY: true };

  private constructor(process: ChildProcess, input: Writable) {
    this.#process = process;
    // Everything written to it is shown by a terminal.
    this.input = Object.assign(input, { isTTY: true as const });
    // A person who leaves the pager has seen enough; `write` says so to the command.
    input.on("error", () => {});
  }

  /** Starts STRATA_PAGER, else PAGER, else less. Null when none is wanted, or less is not there. */
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
      // It is not installed: then the output is written as it is.
      return null;
    }
    return child.stdin === null ? null : new Pager(child, child.stdin);
  }

  /** Ends its input, and waits until the person leaves it. */
  async end(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    const ended = exitCode === null && signalCode === null ? once(this.#process, "exit") : null;
    this.input.end();
    await ended;
  }
}
