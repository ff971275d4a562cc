/** Bytes of a note, with its length in front. */
const SIZE = 1024;
const HEAD = 4;

/** A task of the engine. */
export interface Work {
  /** The call's name in the contract: `entries.window`. */
  readonly call: string;
  /** The store's handle; null for none, or all. */
  readonly store: string | null;
}

/** The current task of the engine's thread, in memory that main can read while the thread hangs. */
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

  /** Records a task until the returned function is called. The newest task in progress is the one that is read. */
  begin(work: Work): () => void {
    this.#underWay.add(work);
    this.#write(work);
    return () => {
      this.#underWay.delete(work);
      this.#write([...this.#underWay].at(-1));
    };
  }

  /** The recorded task; null for none. */
  read(): Work | null {
    const length = Atomics.load(this.#length, 0);
    if (length === 0) return null;
    // A decoder accepts no shared memory.
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

/** Feeds are always open and only wait, so they are not tasks. */
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

/** Whether a call is a task, not a feed. */
export function isWork(call: string): boolean {
  return !FEEDS.has(call);
}

/** A description of a call, for people. */
export function workInWords(call: string): string {
  const [group = ""] = call.split(".");
  return WORDS[call] ?? WORDS[group] ?? call;
}
