import { setImmediate } from "node:timers/promises";
import { JsonSyntaxError, toPointer } from "../../../shared/json/index.ts";
import {
  describeUnexpected,
  nameAt,
  ScanInSlices,
  scanName,
  scanValue,
  skipSpace,
  withoutGaps,
} from "../../../shared/json/scanner.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { LARGE_VALUE } from "../core/slices.ts";
import { ImportError } from "../errors.ts";
import type { Place } from "./place.ts";
import type { EntryRoot, ImportPlan } from "./plan.ts";
import type { TextWindow } from "./textWindow.ts";

/** One thing found in a file, in the file's order. */
export interface FileItem {
  /** `container`: an object whose members become keys of their own. */
  readonly kind: "entry" | "container";
  /** The names from the root down; for an item of an array, its position. */
  readonly path: readonly string[];
  /** The value; empty for a container. */
  readonly text: JsonText;
  /** Where its name, or the item, begins in the window. */
  readonly offset: number;
}

interface Frame {
  readonly kind: "object" | "array" | "lines" | "export";
  readonly path: readonly string[];
  count: number;
}

/** A value that is read in slices, and continues where it stopped when more of the file is in memory (rule F12). */
interface LongValue {
  readonly scan: ScanInSlices;
  readonly frame: Frame;
  readonly path: readonly string[];
  readonly inside: readonly string[];
  offset: number;
}

const NEED_MORE = Symbol("need more text");
const PAUSE = Symbol("a slice is over");
const END = Symbol("end of the file");
type Waiting = typeof NEED_MORE | typeof PAUSE;
type Step = FileItem | null | Waiting | typeof END;

/**
 * Reads the values of a JSON file one by one. Holds the text of one value at a time, and a chunk of the file.
 */
export class EntryReader {
  readonly #window: TextWindow;
  readonly #plan: ImportPlan;
  readonly #root: EntryRoot;
  readonly #frames: Frame[] = [];
  /** The member or item that is being read, for messages. */
  #inside: readonly string[] = [];
  #long: LongValue | undefined;
  /** Whether the window must read more text before anything else can be read. */
  #needsText = true;
  #started = false;
  #dataSeen = false;

  constructor(window: TextWindow, plan: ImportPlan, root: EntryRoot) {
    this.#window = window;
    this.#plan = plan;
    this.#root = root;
  }

  /**
   * The next thing in the file; undefined at its end.
   *
   * @throws {ImportError} where the file is not JSON as Strata takes it (rule M3).
   */
  async next(): Promise<FileItem | undefined> {
    for (;;) {
      const item = this.nextAtHand();
      if (item !== null) return item;
      await this.more();
    }
  }

  /** The same within the window: null if it must read more text first. */
  async nextInWindow(): Promise<FileItem | undefined | null> {
    for (;;) {
      const item = this.nextAtHand();
      if (item !== null || this.#needsText) return item;
      await this.more();
    }
  }

  /** Like `next` without waiting: null when `more` has to be awaited first. */
  nextAtHand(): FileItem | undefined | null {
    for (;;) {
      const step = this.#tryStep();
      if (step === NEED_MORE || step === PAUSE) {
        this.#needsText = step === NEED_MORE;
        return null;
      }
      if (step === END) return undefined;
      if (step !== null) return step;
    }
  }

  /** Lets others go first in the middle of a long value; else takes more text into the window. */
  async more(): Promise<void> {
    if (!this.#needsText) return setImmediate();
    const dealtWith = this.#window.at;
    await this.#window.more();
    if (this.#long === undefined) return;
    this.#long.scan.move(dealtWith);
    this.#long.offset -= dealtWith;
  }

  /** An error about a place in the window. */
  error(offset: number, reason: string, cause?: unknown): ImportError {
    return placedError(this.#window.source.name, this.#window.place(offset), reason, cause);
  }

  #tryStep(): Step {
    try {
      return this.#step();
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      if (error.atEnd && !this.#window.ended) return NEED_MORE;
      throw this.error(error.offset, this.#reason(error), error);
    }
  }

  #found(offset: number): string {
    const { text } = this.#window;
    return offset >= text.length ? "the end of the file" : describeUnexpected(text, offset);
  }

  #reason(error: JsonSyntaxError): string {
    const within = toPointer([...(this.#frames.at(-1)?.path ?? []), ...this.#inside]) + error.pointer;
    return within === "" ? error.reason : `${error.reason}, inside ${within.slice(0, 200)}`;
  }

  #step(): Step {
    if (this.#long !== undefined) return this.#goOn(this.#long);
    this.#inside = [];
    const frame = this.#frames.at(-1);
    if (frame === undefined) return this.#started ? this.#finish() : this.#start();
    switch (frame.kind) {
      case "array":
        return this.#item(frame);
      case "lines":
        return this.#line(frame);
      default:
        return this.#member(frame);
    }
  }

  #start(): Step {
    const { text } = this.#window;
    const i = skipSpace(text, this.#window.at, null);
    if (i >= text.length && !this.#window.ended) return NEED_MORE;
    if (this.#root === "ndjson") {
      this.#started = true;
      this.#frames.push({ kind: "lines", path: [], count: 0 });
      return null;
    }
    const opening = text.charAt(i);
    if (opening !== "{" && opening !== "[") {
      // Says what is wrong with it, if anything is beside its type.
      scanValue(text, i, null);
      const found = text.slice(i, i + 20);
      throw this.error(i, `Expected an object or an array, found ${found}`);
    }
    if (this.#root === "export" && opening === "[") {
      throw this.error(i, 'Expected an object with a member "data", found an array');
    }
    this.#started = true;
    const kind = opening === "[" ? "array" : this.#root === "export" ? "export" : "object";
    this.#frames.push({ kind, path: [], count: 0 });
    this.#window.at = i + 1;
    return null;
  }

  /** After the root value nothing may follow. */
  #finish(): Step {
    const { text, ended } = this.#window;
    const i = skipSpace(text, this.#window.at, null);
    this.#window.at = i;
    if (i < text.length) {
      throw this.error(i, `Expected the end of the file, found ${this.#found(i)}`);
    }
    return ended ? END : NEED_MORE;
  }

  /** The offset where the next member or item begins; null when the container ends here. */
  #advance(frame: Frame, closing: string, what: string): number | null | typeof NEED_MORE {
    const { text, ended } = this.#window;
    let i = skipSpace(text, this.#window.at, null);
    if (i >= text.length && !ended) return NEED_MORE;
    if (text.charAt(i) === closing) {
      this.#window.at = i + 1;
      this.#frames.pop();
      return null;
    }
    if (frame.count === 0) return i;
    if (text.charAt(i) !== ",") {
      throw this.error(i, `Expected a comma or the end of the ${what}, found ${this.#found(i)}`);
    }
    i = skipSpace(text, i + 1, null);
    return i >= text.length && !ended ? NEED_MORE : i;
  }

  #member(frame: Frame): Step {
    const start = this.#advance(frame, "}", "object");
    if (start === NEED_MORE) return NEED_MORE;
    if (start === null) return this.#closed(frame);
    const { text, ended } = this.#window;
    const colon = scanName(text, start);
    const value = skipSpace(text, colon + 1, null);
    if (value >= text.length && !ended) return NEED_MORE;
    const name = nameAt(text, start + 1, text.lastIndexOf('"', colon));
    this.#inside = [name];
    if (frame.kind === "export") return this.#exportMember(frame, name, start, value);
    const path = frame.path.length === 0 ? [name] : [...frame.path, name];
    if (path.length < this.#plan.depth && text.charAt(value) === "{") {
      const inside = skipSpace(text, value + 1, null);
      if (inside >= text.length && !ended) return NEED_MORE;
      if (text.charAt(inside) !== "}") {
        frame.count += 1;
        this.#frames.push({ kind: "object", path, count: 0 });
        this.#window.at = value + 1;
        return { kind: "container", path, text: "" as JsonText, offset: start };
      }
    }
    return this.#take(frame, path, start, value);
  }

  #exportMember(frame: Frame, name: string, start: number, value: number): Step {
    const { text } = this.#window;
    if (name !== "data") return this.#take(frame, [name], start, value);
    if (this.#dataSeen) throw this.error(start, 'Expected each member once, found "data" again');
    if (text.charAt(value) !== "{") {
      scanValue(text, value, null);
      throw this.error(value, 'Expected an object as "data"');
    }
    this.#dataSeen = true;
    frame.count += 1;
    this.#frames.push({ kind: "object", path: [], count: 0 });
    this.#window.at = value + 1;
    return null;
  }

  #closed(frame: Frame): Step {
    if (frame.kind === "export" && !this.#dataSeen) {
      throw this.error(this.#window.at, 'Expected a member "data", which an export has, found none');
    }
    return null;
  }

  #item(frame: Frame): Step {
    const start = this.#advance(frame, "]", "array");
    if (start === NEED_MORE) return NEED_MORE;
    if (start === null) return null;
    return this.#take(frame, [String(frame.count)], start, start);
  }

  #line(frame: Frame): Step {
    const { text, ended } = this.#window;
    const start = skipSpace(text, this.#window.at, null);
    this.#window.at = start;
    if (start >= text.length) {
      if (!ended) return NEED_MORE;
      this.#frames.pop();
      return null;
    }
    return this.#take(frame, [String(frame.count)], start, start);
  }

  /** Reads the value at `value` and moves behind it. */
  #take(frame: Frame, path: readonly string[], offset: number, value: number): Step {
    const { text, ended } = this.#window;
    if (frame.kind !== "object") this.#inside = path;
    if (text.length - value > LARGE_VALUE) {
      this.#long = { scan: new ScanInSlices(value), frame, path, inside: this.#inside, offset };
      return this.#goOn(this.#long);
    }
    const gaps: number[] = [];
    const end = scanValue(text, value, gaps);
    // A number that ends with the window may go on.
    if (end === text.length && !ended) return NEED_MORE;
    return this.#taken(frame, path, offset, end, withoutGaps(text, value, end, gaps));
  }

  /** Reads one more slice of a long value. */
  #goOn(long: LongValue): Step {
    const { scan, frame, path, offset } = long;
    const { text, ended } = this.#window;
    this.#inside = long.inside;
    if (!scan.go(text, ended)) return PAUSE;
    this.#long = undefined;
    return this.#taken(frame, path, offset, scan.end, scan.minified(text) as JsonText);
  }

  #taken(frame: Frame, path: readonly string[], offset: number, end: number, value: JsonText): Step {
    if (frame.kind === "lines") this.#assertOneLine(offset, end);
    frame.count += 1;
    this.#window.at = end;
    return frame.kind === "export" ? null : { kind: "entry", path, text: value, offset };
  }

  #assertOneLine(start: number, end: number): void {
    const { text } = this.#window;
    const lineBreak = text.indexOf("\n", start);
    if (lineBreak !== -1 && end > lineBreak) {
      throw this.error(start, "Expected one whole value on each line, found one over several lines");
    }
    const next = skipSpace(text, end, null);
    if (next < text.length && (lineBreak === -1 || next < lineBreak)) {
      throw this.error(next, `Expected the end of the line, found ${this.#found(next)}`);
    }
  }
}

/** `Can't import <file>, line 3, column 5: <reason>. Nothing was changed.` */
export function placedError(file: string, place: Place, reason: string, cause?: unknown): ImportError {
  return new ImportError(
    `Can't import ${file}, line ${place.line}, column ${place.column}: ${reason}. Nothing was changed.`,
    { path: file, ...place, cause },
  );
}
