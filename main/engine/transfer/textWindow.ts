import { ImportError } from "../errors.ts";
import type { FileText } from "./fileText.ts";
import type { Place } from "./place.ts";

/** The longest value, in UTF-16 units: the limit of one message of the contract. */
const MAX_VALUE = 256 * 1024 * 1024;

/** The source of a window's text. */
export type TextSource = Pick<FileText, "name" | "read">;

/** The part of a file's text that is being read. It moves forward only. */
export class TextWindow {
  readonly #source: TextSource;
  /** The text in memory, from shortly before `at`. */
  text = "";
  /** The offset in `text` up to which it was processed. */
  at = 0;
  /** Whether nothing follows `text`. */
  ended = false;
  #line = 1;
  #column = 1;

  constructor(source: TextSource) {
    this.#source = source;
  }

  get source(): TextSource {
    return this.#source;
  }

  /** UTF-16 units in memory that are not processed yet. */
  get remaining(): number {
    return this.text.length - this.at;
  }

  /**
   * Reads more text, at least as much as is in memory, so that rereading a value that did not fit costs at most twice
   * its length in total. Offsets in `text` move by `at`.
   *
   * @throws {ImportError} if one value exceeds the limit, or the file cannot be read.
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

  /** The line and column in the file of an offset in `text`. */
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
