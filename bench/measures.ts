/** What is measured. Times are in microseconds, room and memory in bytes; less is better in every one. */
export const measures = {
  load: { title: "load all keys", unit: "time" },
  open: { title: "open", unit: "time" },
  firstGet: { title: "open and first get, cold", unit: "time" },
  getCold: { title: "further gets, cold", unit: "time" },
  get: { title: "get, warm", unit: "time" },
  getAgain: { title: "get, again", unit: "time" },
  set: { title: "set, durable", unit: "time" },
  commit: { title: "snapshot", unit: "time" },
  compare: { title: "compare, 100 keys apart", unit: "time" },
  restore: { title: "restore, 100 keys", unit: "time" },
  history: { title: "history of one key", unit: "time" },
  disk: { title: "on disk, 50 × 100 changes", unit: "bytes" },
  diskCompacted: { title: "on disk, compacted", unit: "bytes" },
  memoryLoad: { title: "peak memory, loading", unit: "bytes" },
  memory: { title: "peak memory, working", unit: "bytes" },
} as const;

export type Measure = keyof typeof measures;

/** One figure of one process: the median of what was sampled in it. */
export interface Reading {
  readonly measure: Measure;
  readonly value: number;
}
