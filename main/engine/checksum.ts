import { createHash, hash } from "node:crypto";
import { DataIntegrityError } from "./errors.ts";

/** UTF-16 units of a text that are hashed at once. */
const PIECE = 32_768;

/** Scratch memory for one piece as UTF-8: allocating it each time costs ten times as much as hashing. */
const room = Buffer.allocUnsafeSlow(3 * PIECE);

/**
 * SHA-256 of one entry. The key's length comes first, so that no two entries have the same input.
 *
 * @param text The value's text, or its UTF-8.
 * @returns 32 bytes as a string of code units 0–255, by far the fastest form of `node:crypto`.
 */
export function digestOf(key: string, text: string | Uint8Array): string {
  const start = `${key.length}:${key}`;
  if (typeof text !== "string") return createHash("sha256").update(start).update(text).digest("binary");
  if (text.length <= PIECE) return hash("sha256", start + text, "binary");
  const sha = createHash("sha256").update(start);
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + PIECE, text.length);
    // A surrogate pair is one character of UTF-8.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
    sha.update(room.subarray(0, room.write(text.slice(at, end))));
    at = end;
  }
  return sha.digest("binary");
}

/** Bytes hashed, or UTF-16 units encoded, in one slice of a few milliseconds. */
const SLICE = 1 << 20;

/** `digestOf` in slices: yields between them. */
export function* digestInSlices(key: string, text: string | Uint8Array): Generator<null, string, undefined> {
  const sha = createHash("sha256").update(`${key.length}:${key}`);
  for (let at = 0; at < text.length; ) {
    const end = endOfSlice(text, at);
    sha.update(typeof text === "string" ? text.slice(at, end) : text.subarray(at, end));
    at = end;
    yield null;
  }
  return sha.digest("binary");
}

/** A text as UTF-8 in a separate buffer, in slices. */
export function* encodeInSlices(text: string): Generator<null, Buffer, undefined> {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  let written = 0;
  for (let at = 0; at < text.length; ) {
    yield null;
    const end = endOfSlice(text, at);
    written += bytes.write(text.slice(at, end), written);
    at = end;
  }
  return bytes;
}

function endOfSlice(text: string | Uint8Array, at: number): number {
  const end = Math.min(at + SLICE, text.length);
  // A surrogate pair is one character of UTF-8.
  return typeof text === "string" && end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800
    ? end - 1
    : end;
}

/** The first 48 bits of a digest, stored beside a value to find damage in it (rule I5). */
export function shortDigest(digest: string): number {
  return word(digest, 0) * 0x10000 + (digest.charCodeAt(4) | (digest.charCodeAt(5) << 8));
}

/** The lowest 32 bits of the full digest. */
export function lowestBits(short: number): number {
  return Math.floor(short / 0x10000);
}

/**
 * The checksum of a state (rule I1): the sum of its entries' digests modulo 2^256. Adding or removing an entry costs
 * the same at any size of the state. It finds damage; it does not withstand a forger.
 */
export class StateChecksum {
  /** 16 bits in each place, lowest first, so that sums stay exact small integers. */
  readonly #limbs = new Int32Array(16);

  add(digest: string): void {
    const limbs = this.#limbs;
    let carry = 0;
    for (let i = 0; i < 16; i += 1) {
      const sum =
        (limbs[i] as number) + (digest.charCodeAt(2 * i) | (digest.charCodeAt(2 * i + 1) << 8)) + carry;
      limbs[i] = sum & 0xffff;
      carry = sum >> 16;
    }
  }

  subtract(digest: string): void {
    const limbs = this.#limbs;
    let borrow = 0;
    for (let i = 0; i < 16; i += 1) {
      const difference =
        (limbs[i] as number) - (digest.charCodeAt(2 * i) | (digest.charCodeAt(2 * i + 1) << 8)) + borrow;
      limbs[i] = difference & 0xffff;
      borrow = difference >> 16;
    }
  }

  /** Adds the sum of another checksum. */
  addAll(other: StateChecksum): void {
    const limbs = this.#limbs;
    let carry = 0;
    for (let i = 0; i < 16; i += 1) {
      const sum = (limbs[i] as number) + (other.#limbs[i] as number) + carry;
      limbs[i] = sum & 0xffff;
      carry = sum >> 16;
    }
  }

  /** Resets this to the checksum of the empty state. */
  clear(): void {
    this.#limbs.fill(0);
  }

  copyFrom(other: StateChecksum): void {
    this.#limbs.set(other.#limbs);
  }

  equals(other: StateChecksum): boolean {
    return this.#limbs.every((limb, i) => limb === other.#limbs[i]);
  }

  /** 32 bytes, lowest first. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(32);
    for (let i = 0; i < 16; i += 1) {
      const limb = this.#limbs[i] as number;
      bytes[2 * i] = limb & 0xff;
      bytes[2 * i + 1] = limb >> 8;
    }
    return bytes;
  }

  /** Whether this can be a result of `toBytes`; a damaged store may contain anything. */
  static isBytes(found: unknown): found is Uint8Array {
    return found instanceof Uint8Array && found.length === 32;
  }

  /** The lowest 32 bits, which are the sum of the entries' lowest bits modulo 2^32. */
  static lowestBits(bytes: Uint8Array): number {
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }

  /** @throws {DataIntegrityError} for anything but a result of `toBytes`. */
  static fromBytes(bytes: Uint8Array): StateChecksum {
    if (!StateChecksum.isBytes(bytes)) {
      throw new DataIntegrityError(
        "The checksum of a state is not what was written: the store is damaged there. " +
          "Put back a copy of it, or save what can be saved with `strata recover`.",
      );
    }
    const checksum = new StateChecksum();
    for (let i = 0; i < 16; i += 1) {
      checksum.#limbs[i] = (bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8);
    }
    return checksum;
  }

  /** 64 hexadecimal digits, highest first. */
  toHex(): string {
    return Buffer.from(this.toBytes()).reverse().toString("hex");
  }
}

function word(digest: string, at: number): number {
  return (
    (digest.charCodeAt(at) |
      (digest.charCodeAt(at + 1) << 8) |
      (digest.charCodeAt(at + 2) << 16) |
      (digest.charCodeAt(at + 3) << 24)) >>>
    0
  );
}
