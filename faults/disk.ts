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
  pending: Pending[];
}

/** What a power cut leaves of the writes since the last sync: none, all, or any of their sectors. */
export type Cut = "none" | "all" | "torn";

/**
 * A disk with a cache that loses its power: of what was not synced, any sector may be missing. Names are taken to be
 * kept at once, as journalling file systems do.
 */
export class Disk {
  readonly #files = new Map<string, File>();

  apply(call: FileCall): void {
    switch (call.call) {
      case "create":
        if (!this.#files.has(call.path)) this.#files.set(call.path, { durable: new Content(), pending: [] });
        return;
      case "write":
        this.#files.get(call.path)?.pending.push({ at: call.at, bytes: call.bytes });
        return;
      case "truncate":
        this.#files.get(call.path)?.pending.push({ length: call.length });
        return;
      case "sync": {
        const file = this.#files.get(call.path);
        if (file === undefined) return;
        for (const write of file.pending) file.durable.apply(write);
        file.pending = [];
        return;
      }
      case "remove":
        this.#files.delete(call.path);
        return;
      case "link":
      case "rename": {
        const file = this.#files.get(call.path);
        if (file !== undefined) this.#files.set(call.to, file);
        if (call.call === "rename") this.#files.delete(call.path);
        return;
      }
      case "said":
        return;
    }
  }

  /** Writes what is left of the files below `from` after a power cut into another directory. */
  cut(from: string, to: string, how: Cut, random: Random): void {
    rmSync(to, { recursive: true, force: true });
    for (const [path, file] of this.#files) {
      const name = relative(from, path);
      // The log's index is memory that happens to have a name.
      if (name.startsWith("..") || name.endsWith("-shm")) continue;
      mkdirSync(dirname(join(to, name)), { recursive: true });
      writeFileSync(join(to, name), remains(file, how, random));
    }
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
