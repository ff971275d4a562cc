import { TextDecoder } from "node:util";
import { ExactNumber, type ExactValue } from "../../../../shared/json/index.ts";
import { pythonFloat } from "./pythonJson.ts";

/** Bytes that are not a pickle of plain data. */
export class PickleError extends Error {
  override readonly name = "PickleError";
}

/**
 * The most values and characters for each byte of a pickle, in addition to a fixed number. A reference of two bytes may
 * repeat a long name; references to references would multiply without limit.
 */
const MOST_PER_BYTE = 200;
const MOST_BESIDE = 1_000_000;
const MAX_DEPTH = 500;

type Item = null | boolean | string | number | ExactNumber | Item[] | Dict | Named;
type Dict = Map<string, Item>;

/** A Python name on the stack. It is never looked up, only compared with the list below. */
class Named {
  readonly module: string;
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }
}

/** The only call in a delta file: an enumeration's member from its value. It is read as that value. */
const ENUMERATION = { module: /(?:^|\.)orchestrator\.persistence\.core$/, name: "DeltaStrategy" };

const MARK = Symbol("mark");
type StackItem = Item | typeof MARK;

/**
 * Reads a Python pickle (protocols 2 to 5) as data: dicts with string keys, lists, tuples, strings, numbers, booleans
 * and None. Runs nothing: the codes that name or build anything else are refused.
 *
 * The format: https://github.com/python/cpython/blob/3.13/Lib/pickletools.py. The npm package for it (pickleparser 0.2.1)
 * gives negative integers beyond 32 bits as positive ones and fails beyond 64.
 *
 * @throws {PickleError}
 */
export function readPickle(bytes: Buffer): ExactValue {
  return new Reader(bytes).read();
}

class Reader {
  readonly #bytes: Buffer;
  readonly #stack: StackItem[] = [];
  readonly #memo = new Map<number, Item>();
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): ExactValue {
    for (;;) {
      const at = this.#at;
      const code = this.#byte();
      if (code === 0x2e) return this.#tree(this.#pop());
      if (!(this.#scalar(code) || this.#container(code) || this.#memory(code) || this.#name(code))) {
        const hex = code.toString(16).padStart(2, "0");
        throw new PickleError(`Expected plain data, found the code 0x${hex} at byte ${at}.`);
      }
    }
  }

  #tree(item: Item): ExactValue {
    return toTree(item, { left: MOST_BESIDE + MOST_PER_BYTE * this.#bytes.length }, 0);
  }

  #scalar(code: number): boolean {
    switch (code) {
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(this.#byte());
      case 0x4d: // BININT2
        return this.#push(this.#take(2).readUInt16LE());
      case 0x4a: // BININT
        return this.#push(this.#take(4).readInt32LE());
      case 0x8a: // LONG1
        return this.#push(toInteger(this.#take(this.#byte())));
      case 0x8b: // LONG4
        return this.#push(toInteger(this.#take(this.#length(4))));
      case 0x47: // BINFLOAT
        return this.#push(toFloat(this.#take(8).readDoubleBE()));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(this.#string(this.#byte()));
      case 0x58: // BINUNICODE
        return this.#push(this.#string(this.#length(4)));
      case 0x8d: // BINUNICODE8
        return this.#push(this.#string(this.#length(8)));
      default:
        return false;
    }
  }

  #container(code: number): boolean {
    switch (code) {
      case 0x28: // MARK
        this.#stack.push(MARK);
        return true;
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        return this.#push([]);
      case 0x61: // APPEND
        return this.#append([this.#pop()]);
      case 0x65: // APPENDS
        return this.#append(this.#toMark());
      case 0x73: {
        // SETITEM
        const value = this.#pop();
        return this.#setItems([this.#pop(), value]);
      }
      case 0x75: // SETITEMS
        return this.#setItems(this.#toMark());
      case 0x74: // TUPLE
        return this.#push(this.#toMark());
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: {
        // TUPLE3
        const items = Array.from({ length: code - 0x84 }, () => this.#pop());
        return this.#push(items.reverse());
      }
      default:
        return false;
    }
  }

  #memory(code: number): boolean {
    switch (code) {
      case 0x80: // PROTO
        if (this.#byte() > 5)
          throw new PickleError("Expected a pickle of protocol 5 at most, found a newer one.");
        return true;
      case 0x95: // FRAME
        this.#take(8);
        return true;
      case 0x94: // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case 0x71: // BINPUT
        this.#memo.set(this.#byte(), this.#top());
        return true;
      case 0x72: // LONG_BINPUT
        this.#memo.set(this.#length(4), this.#top());
        return true;
      case 0x68: // BINGET
        return this.#recall(this.#byte());
      case 0x6a: // LONG_BINGET
        return this.#recall(this.#length(4));
      default:
        return false;
    }
  }

  #name(code: number): boolean {
    switch (code) {
      case 0x63: // GLOBAL
        return this.#push(allowed(this.#line(), this.#line()));
      case 0x93: {
        // STACK_GLOBAL
        const name = this.#pop();
        const module = this.#pop();
        return this.#push(allowed(module, name));
      }
      case 0x52: {
        // REDUCE
        const args = this.#pop();
        const called = this.#pop();
        const value = Array.isArray(args) && args.length === 1 ? args[0] : undefined;
        if (!(called instanceof Named) || typeof value !== "string") {
          throw new PickleError("Expected plain data, found a call.");
        }
        return this.#push(value);
      }
      default:
        return false;
    }
  }

  #push(item: Item): true {
    this.#stack.push(item);
    return true;
  }

  #pop(): Item {
    const item = this.#stack.pop();
    if (item === undefined || item === MARK)
      throw new PickleError(`Expected a value before byte ${this.#at}.`);
    return item;
  }

  #top(): Item {
    const item = this.#pop();
    this.#stack.push(item);
    return item;
  }

  #toMark(): Item[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark === -1) throw new PickleError(`Expected a mark before byte ${this.#at}.`);
    const items = this.#stack.splice(mark).slice(1);
    return items as Item[];
  }

  #append(items: readonly Item[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw new PickleError(`Expected a list before byte ${this.#at}.`);
    for (const item of items) list.push(item);
    return true;
  }

  #setItems(items: readonly Item[]): true {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw new PickleError(`Expected a dict before byte ${this.#at}.`);
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      const value = items[i + 1];
      if (typeof key !== "string" || value === undefined) {
        throw new PickleError(`Expected a dict with strings as keys before byte ${this.#at}.`);
      }
      dict.set(key, value);
    }
    return true;
  }

  #recall(index: number): true {
    const item = this.#memo.get(index);
    if (item === undefined)
      throw new PickleError(`Expected an earlier value, found none, at byte ${this.#at}.`);
    return this.#push(item);
  }

  #byte(): number {
    return this.#take(1).readUInt8();
  }

  #length(width: 4 | 8): number {
    const bytes = this.#take(width);
    return width === 4 ? bytes.readUInt32LE() : Number(bytes.readBigUInt64LE());
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) {
      throw new PickleError(`Expected ${length} bytes at byte ${this.#at}, found the end of the file.`);
    }
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  #string(length: number): string {
    const at = this.#at;
    const bytes = this.#take(length);
    try {
      return this.#utf8.decode(bytes);
    } catch (cause) {
      throw new PickleError(`Expected text that Unicode can say at byte ${at}.`, { cause });
    }
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    const line = this.#string((end === -1 ? this.#bytes.length : end) - this.#at);
    this.#take(1);
    return line;
  }
}

function allowed(module: Item, name: Item): Named {
  if (typeof module === "string" && ENUMERATION.module.test(module) && name === ENUMERATION.name) {
    return new Named(module, name);
  }
  throw new PickleError(`Expected plain data, found the Python name ${String(module)}.${String(name)}.`);
}

/** A two's complement integer, low byte first, of any length. */
function toInteger(bytes: Buffer): number | ExactNumber {
  if (bytes.length === 0) return 0;
  const hex = Buffer.from(bytes).reverse().toString("hex");
  const integer = BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : new ExactNumber(String(integer));
}

function toFloat(float: number): number | ExactNumber {
  if (!Number.isFinite(float)) {
    throw new PickleError(`Expected numbers that JSON can say, found ${float}.`);
  }
  const literal = pythonFloat(float);
  return String(float) === literal ? float : new ExactNumber(literal);
}

/**
 * The tree without the reader's internal objects, of bounded size and depth, because a pickle may refer to its own
 * parts.
 */
function toTree(item: Item, budget: { left: number }, depth: number): ExactValue {
  budget.left -= typeof item === "string" ? 1 + item.length : 1;
  if (budget.left < 0)
    throw new PickleError("Expected each value a few times at most, found far more references.");
  if (depth > MAX_DEPTH)
    throw new PickleError(`Expected at most ${MAX_DEPTH} levels of nesting, found more.`);
  if (Array.isArray(item)) return item.map((part) => toTree(part, budget, depth + 1));
  if (item instanceof Map) {
    const tree = new Map<string, ExactValue>();
    for (const [key, value] of item) {
      budget.left -= key.length;
      tree.set(key, toTree(value, budget, depth + 1));
    }
    return tree;
  }
  if (item instanceof Named)
    throw new PickleError(`Expected plain data, found the Python name ${item.name}.`);
  return item;
}
