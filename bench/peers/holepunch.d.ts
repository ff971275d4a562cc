// These two packages bring no types; this is what is used of them.
declare module "hypercore" {
  interface Storage {
    readonly path: string;
  }

  export default class Hypercore {
    constructor(storage: Storage);
    static defaultStorage(directory: string, options: { allowBackup: boolean }): Storage;
  }
}

declare module "hyperbee" {
  import type Hypercore from "hypercore";

  interface Batch {
    put(key: string, value: unknown): Promise<void>;
    flush(): Promise<void>;
  }

  export default class Hyperbee {
    constructor(core: Hypercore, options: { keyEncoding: string; valueEncoding: string });
    readonly version: number;
    ready(): Promise<void>;
    put(key: string, value: unknown): Promise<void>;
    get(key: string): Promise<{ value: unknown } | null>;
    batch(): Batch;
    checkout(version: number): Hyperbee;
    createDiffStream(other: Hyperbee): AsyncIterable<unknown>;
    close(): Promise<void>;
  }
}
