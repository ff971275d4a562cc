/** Bytes of a note, its length in front. */
const SIZE = 1024;
const HEAD = 4;

/** Something that the engine is doing. */
export interface Work {
  /** The call, as the contract names it: `entries.window`. */
  readonly call: string;
  /** The handle of the store that it is about; null for none, or all. */
  readonly store: string | null;
}

/**
 * What the engine's thread does just now, in memory that main reads without asking: a thread that hangs answers nothing
 * any more.
 */
export class WorkNote {
  readonly memory: SharedArrayBuffer;
  readonly #length: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #underWay = new Set<Work>();

  constructor(memory = new SharedArrayBuffer(HEAD + SIZE)) {
    this.memory = memory;
    this.#length = new Int32Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, HEAD);
  }

  /** Notes some work until the returned function is called. The newest work under way is the one that is read. */
  begin(work: Work): () => void {
    this.#underWay.add(work);
    this.#write(work);
    return () => {
      this.#underWay.delete(work);
      this.#write([...this.#underWay].at(-1));
    };
  }

  /** What is noted; null for nothing. */
  read(): Work | null {
    const length = Atomics.load(this.#length, 0);
    if (length === 0) return null;
    // A decoder takes no shared memory.
    const [call = "", store = ""] = new TextDecoder().decode(this.#bytes.slice(0, length)).split("\n");
    return { call, store: store === "" ? null : store };
  }

  #write(work: Work | undefined): void {
    Atomics.store(this.#length, 0, 0);
    if (work === undefined) return;
    const text = new TextEncoder().encode(`${work.call}\n${work.store ?? ""}`).subarray(0, SIZE);
    this.#bytes.set(text);
    Atomics.store(this.#length, 0, text.length);
  }
}

/** Feeds are open all the time and wait: they are no work. */
const FEEDS = new Set(["stores.changes", "stores.problems", "watch.statuses"]);

const WORDS: Readonly<Record<string, string>> = {
  open: "opening",
  close: "closing",
  reload: "opening",
  createSample: "making a sample",
  "entries.window": "listing the keys",
  "entries.put": "saving a value",
  "entries.setMember": "changing many values",
  entries: "reading values",
  diff: "a comparison",
  history: "the history",
  restore: "a restore",
  search: "a search through history",
  snapshots: "the snapshots",
  stores: "the store",
  transfer: "an import or export",
  watch: "the watched file",
};

/** Whether a call is work, and no feed. */
export function isWork(call: string): boolean {
  return !FEEDS.has(call);
}

/** What a call does, for people. */
export function workInWords(call: string): string {
  const [group = ""] = call.split(".");
  return WORDS[call] ?? WORDS[group] ?? call;
}
