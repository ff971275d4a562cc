import { ImportError } from "../errors.ts";
import type { FileText } from "./fileText.ts";
import type { Place } from "./place.ts";

/** Longest value, in UTF-16 units, that is taken as one: what a message of the contract may carry. */
const MAX_VALUE = 256 * 1024 * 1024;

/** Where a window's text comes from. */
export type TextSource = Pick<FileText, "name" | "read">;

/** The part of a file's text that is being looked at. It moves forward only. */
export class TextWindow {
  readonly #source: TextSource;
  /** What is at hand, from a little before `at`. */
  text = "";
  /** Up to where `text` is dealt with. */
  at = 0;
  /** True when nothing follows `text`. */
  ended = false;
  #line = 1;
  #column = 1;

  constructor(source: TextSource) {
    this.#source = source;
  }

  get source(): TextSource {
    return this.#source;
  }

  /** UTF-16 units that are at hand and not dealt with. */
  get remaining(): number {
    return this.text.length - this.at;
  }

  /**
   * Takes in more text, at least as much again as is at hand, so that looking again at a value that did not fit costs
   * no more than twice its length altogether. Offsets into `text` move by `at`.
   *
   * @throws {ImportError} when one value is larger than Strata takes, or the file can't be read.
   */
  async more(): Promise<void> {
    const { line, column } = this.place(this.at);
    this.#line = line;
    this.#column = column;
    const parts = [this.text.slice(this.at)];
    let length = this.remaining;
    if (length > MAX_VALUE) {
      throw new ImportError(
        `Can't import ${this.#source.name}, line ${line}, column ${column}: one value is larger than 256 Mi characters. Import with a larger depth, so that its members become keys.`,
        { path: this.#source.name, line, column },
      );
    }
    const enough = Math.min(2 * length, MAX_VALUE + 1);
    do {
      const chunk = await this.#source.read((valid) => advance(line, column, parts.join("") + valid));
      if (chunk === null) {
        this.ended = true;
        break;
      }
      parts.push(chunk);
      length += chunk.length;
    } while (length < enough);
    this.text = parts.join("");
    this.at = 0;
  }

  /** The line and column in the file of an offset into `text`. */
  place(offset: number): Place {
    return advance(this.#line, this.#column, this.text, offset);
  }
}

/** The place after reading `text` up to `end` from the given place. */
function advance(line: number, column: number, text: string, end = text.length): Place {
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < end; next = text.indexOf("\n", start)) {
    line += 1;
    column = 1;
    start = next + 1;
  }
  return { line, column: column + end - start };
}
