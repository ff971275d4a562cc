import type { Writable } from "node:stream";
import { type Line, rendered } from "./styled.ts";
import { write, writeLine } from "./terminal.ts";

export interface OutputOptions {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly json: boolean;
  readonly colour: boolean;
}

/** Prints answers: one JSON document with --json, else lines for people. */
export class Output {
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  get json(): boolean {
    return this.#options.json;
  }

  /** Prints the answer, once: as JSON, or as these lines. */
  async answer(value: unknown, lines: readonly Line[]): Promise<void> {
    if (this.json) await this.line(JSON.stringify(value, null, 2));
    else for (const line of lines) await this.line(line);
  }

  /** Prints a warning on stderr. */
  warn(code: string, message: string): Promise<void> {
    return this.say({ warning: { code, message } }, message);
  }

  /** Prints on stderr: one line of JSON with --json, else a line for people. */
  say(value: unknown, line: string): Promise<void> {
    return writeLine(this.#options.stderr, this.json ? JSON.stringify(value) : line);
  }

  line(line: Line): Promise<void> {
    const { stdout, colour } = this.#options;
    return write(stdout, `${rendered(stdout, line, colour)}\n`);
  }

  /**
   * Prints rows one at a time: with --json as an array, else one line each.
   *
   * @param rows Each as JSON text and as a line for people.
   */
  async rows(rows: AsyncIterable<{ readonly json: string; readonly line: Line }>): Promise<number> {
    let count = 0;
    for await (const { json, line } of rows) {
      if (this.json) await this.line(`${count === 0 ? "[" : ","}${json}`);
      else await this.line(line);
      count += 1;
    }
    if (this.json) await this.line(count === 0 ? "[]" : "]");
    return count;
  }
}

/** `400,052`. */
export function amount(count: number): string {
  return count.toLocaleString("en");
}

/** `1 key`, `12 keys`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}

/** A number of bytes for people, in powers of 1000. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
