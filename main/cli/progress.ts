import { bytes } from "./output.ts";
import { printable } from "./printable.ts";
import type { Terminal } from "./terminal.ts";

/** Shows the progress of a job in one line on stderr, if that is a terminal. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #label: string;
  readonly #unit: "bytes" | "things";
  #shown = false;

  constructor(terminal: Terminal, label: string, unit: "bytes" | "things" = "things") {
    this.#terminal = terminal;
    this.#label = label;
    this.#unit = unit;
  }

  /** For a job's `onProgress`. */
  readonly report = (done: number, total: number | null): void => {
    if (this.#terminal.stderr.isTTY !== true) return;
    const say = (count: number) => (this.#unit === "bytes" ? bytes(count) : count.toLocaleString("en"));
    const share =
      total === null || total === 0 ? "" : ` of ${say(total)} (${Math.floor((100 * done) / total)} %)`;
    this.#terminal.stderr.write(`\r\u001b[K${printable(this.#label)}: ${say(done)}${share}`);
    this.#shown = true;
  };

  /** Clears the line. */
  end(): void {
    if (this.#shown) this.#terminal.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}
