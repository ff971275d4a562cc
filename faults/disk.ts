import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Random } from "./random.ts";
import type { FileCall } from "./strace.ts";

/** A disk writes this much at once; a power cut tears a write between two of them. */
const SECTOR = 512;

type Pending = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

interface File {
  readonly durable: Content;
  /** What was written since the last sync, in order. */
  readonly pending: Pending[];
}

const FOLDER = "folder";

type Node = File | typeof FOLDER;

/** What a power cut leaves of the writes since the last sync: none, all, or any of their sectors. */
export type Cut = "none" | "all" | "torn";

/**
 * A disk with a cache that loses its power: of what was not synced, any sector may be missing, and any name that was
 * given or taken away since its folder was synced.
 */
export class Disk {
  readonly #names = new Map<string, Node>();
  /** The names as they were when their folders were last synced. */
  readonly #synced = new Map<string, Node>();

  apply(call: FileCall): void {
    switch (call.call) {
      case "create":
        if (!this.#names.has(call.path)) this.#names.set(call.path, { durable: new Content(), pending: [] });
        return;
      case "folder":
        this.#names.set(call.path, FOLDER);
        return;
      case "write":
        this.#file(call.path)?.pending.push({ at: call.at, bytes: call.bytes });
        return;
      case "truncate":
        this.#file(call.path)?.pending.push({ length: call.length });
        return;
      case "sync": {
        const file = this.#file(call.path);
        if (file === undefined) this.#syncNames(call.path);
        for (const write of file?.pending.splice(0) ?? []) file?.durable.apply(write);
        return;
      }
      case "remove":
        this.#names.delete(call.path);
        return;
      case "link":
      case "rename": {
        const file = this.#names.get(call.path);
        if (file !== undefined) this.#names.set(call.to, file);
        if (call.call === "rename") this.#names.delete(call.path);
        return;
      }
      case "said":
        return;
    }
  }

  /** Writes what is left of the files below `from` after a power cut into another directory. */
  cut(from: string, to: string, how: Cut, random: Random): void {
    rmSync(to, { recursive: true, force: true });
    mkdirSync(to, { recursive: true });
    const left = this.#namesLeft(how, random);
    for (const [path, node] of left) {
      const name = relative(from, path);
      // The log's index is memory that happens to have a name.
      if (name.startsWith("..") || name.endsWith("-shm") || !this.#isReached(dirname(path), from, left))
        continue;
      if (node === FOLDER) mkdirSync(join(to, name), { recursive: true });
      else {
        mkdirSync(dirname(join(to, name)), { recursive: true });
        writeFileSync(join(to, name), remains(node, how, random));
      }
    }
  }

  #file(path: string): File | undefined {
    const node = this.#names.get(path);
    return node === FOLDER ? undefined : node;
  }

  #syncNames(folder: string): void {
    for (const path of [...this.#synced.keys()]) if (dirname(path) === folder) this.#synced.delete(path);
    for (const [path, node] of this.#names) if (dirname(path) === folder) this.#synced.set(path, node);
  }

  #namesLeft(how: Cut, random: Random): ReadonlyMap<string, Node> {
    if (how !== "torn") return how === "all" ? this.#names : this.#synced;
    const left = new Map<string, Node>();
    for (const path of new Set([...this.#names.keys(), ...this.#synced.keys()])) {
      const [now, before] = [this.#names.get(path), this.#synced.get(path)];
      const node = now === before || random.below(2) === 0 ? now : before;
      if (node !== undefined) left.set(path, node);
    }
    return left;
  }

  /** Whether every folder on the way is left, of those that were made while this was recorded. */
  #isReached(folder: string, from: string, left: ReadonlyMap<string, Node>): boolean {
    for (let path = folder; !relative(from, path).startsWith(".."); path = dirname(path)) {
      if (this.#names.has(path) && !left.has(path)) return false;
    }
    return true;
  }
}

function remains(file: File, how: Cut, random: Random): Buffer {
  const content = file.durable.copy();
  for (const write of how === "none" ? [] : file.pending) {
    if (how === "all") content.apply(write);
    else if ("length" in write) {
      if (random.below(2) === 0) content.apply(write);
    } else {
      for (const sector of sectors(write)) if (random.below(2) === 0) content.apply(sector);
    }
  }
  return content.bytes;
}

function* sectors({ at, bytes }: Extract<Pending, { readonly at: number }>) {
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR));
    yield { at: at + from, bytes: bytes.subarray(from, to) };
    from = to;
  }
}

/** Bytes that grow in place. */
class Content {
  #room = Buffer.alloc(1 << 16);
  #length = 0;

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  copy(): Content {
    const copy = new Content();
    copy.#room = Buffer.from(this.#room);
    copy.#length = this.#length;
    return copy;
  }

  apply(write: Pending): void {
    const end = "length" in write ? write.length : write.at + write.bytes.length;
    if (end > this.#room.length) {
      const room = Buffer.alloc(2 * end);
      this.#room.copy(room);
      this.#room = room;
    }
    if ("length" in write) {
      this.#room.fill(0, Math.min(end, this.#length), Math.max(end, this.#length));
      this.#length = end;
    } else {
      write.bytes.copy(this.#room, write.at);
      this.#length = Math.max(this.#length, end);
    }
  }
}
