import type { CallName } from "./signatures.ts";

/** Invalid values for one argument. */
type Wrong = readonly unknown[];

const symbol = Symbol("x");
const nothing: Wrong = [undefined, null];
const noText: Wrong = [7, Number.NaN, true, {}, [], symbol, () => {}, new Map()];
const key: Wrong = [...nothing, ...noText, "", "\ud800", "x".repeat(5000)];
const text: Wrong = [...nothing, ...noText];
const note: Wrong = noText;
const path: Wrong = [...text, "", "/nowhere/\0", "/nowhere/\ud800"];
const flag: Wrong = [null, "latest", 1, {}];
const whole: Wrong = [...nothing, "ten", Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, {}, symbol];
const moment: Wrong = [
  ...nothing,
  "now",
  7,
  [],
  symbol,
  {},
  { kind: "past" },
  { kind: "revision" },
  { kind: "revision", revision: "1" },
  { kind: "revision", revision: -1 },
  { kind: "revision", revision: Number.NaN },
  { kind: "snapshot", version: 7 },
];
const range: Wrong = [...nothing, 7, "a", [], { form: "a" }, { after: 7 }, { before: null }];
const listener: Wrong = [...nothing, 7, "x", {}];
const noOptions: Wrong = [null, 7, "x", [], new Map(), Promise.resolve({}), symbol];
const job: Wrong = [...noOptions, { sginal: 1 }, { signal: {} }, { onProgress: 7 }, { giveWay: true }];
const value: Wrong = [
  undefined,
  Number.NaN,
  1n,
  symbol,
  () => {},
  new Map([["x", 1]]),
  new Set([1]),
  new Date(0),
  new Error("x"),
  /x/,
  new Uint8Array(2),
  Buffer.from("x"),
  Promise.resolve(1),
  new (class Point {
    x = 1;
  })(),
  new (class List extends Array {})(),
  { deep: [new Map()] },
  Object.defineProperty({}, "toJSON", { value: () => 1 }),
];
const state: Wrong = [
  ...value.filter((one) => !(Array.isArray(one) || (one as { deep?: unknown } | undefined)?.deep)),
  null,
  "x",
  7,
  true,
  [],
  [["a", 1]],
  { a: undefined },
  { a: new Map() },
  { "": 1 },
  { [symbol]: 1 },
];
const change: Wrong = [
  [null],
  ["a"],
  [{}],
  [{ key: 7, text: "1" }],
  [{ key: "a" }],
  [{ key: "a", text: 1 }],
  [{ key: "a", text: "{" }],
  [{ key: "a", text: "NaN" }],
];
const changes: Wrong = [...nothing, 7, "ab", {}, Promise.resolve([]), ...change];
const label: Wrong = [
  undefined,
  ...noOptions,
  {},
  { operation: "overwrite" },
  { operation: "set", detail: 7 },
  { operation: "set", at: "now" },
  { operation: "set", at: 8.64e15 + 1 },
  { operation: "set", detail: "\ud800" },
  { operation: "set", exact: 1 },
  { operation: "set", note: "x" },
];
const page: Wrong = [
  undefined,
  ...noOptions,
  {},
  { limit: "all" },
  { limit: -1 },
  { limit: 1, before: "x" },
  { limit: 1, after: 3 },
];
const versions: Wrong = [...nothing, ...noText.filter((one) => !Array.isArray(one)), "v1", [7], ["unknown"]];
const update: Wrong = [
  undefined,
  ...noOptions,
  { tag: "x" },
  { tags: "x" },
  { tags: [7] },
  { tags: [""] },
  { description: 7 },
  { description: "\ud800" },
  { pinned: "yes" },
  { pinReason: {} },
];

/** Valid arguments of a call, and for each the values that are refused. */
interface Case {
  readonly right: readonly unknown[];
  readonly wrong: readonly Wrong[];
}

const none: Case = { right: [], wrong: [] };
const NOW = { kind: "now" };

/** Every call of a store; `version` is a snapshot's. */
export const casesFor = (version: string): { readonly [Name in CallName]: Case } => ({
  get: { right: ["a"], wrong: [key] },
  set: { right: ["a", 1], wrong: [key, value] },
  delete: { right: ["absent"], wrong: [key] },
  save: { right: [{ a: 1 }], wrong: [state] },
  load: none,
  clear: none,
  createSnapshot: { right: ["t", "d"], wrong: [[...note, ""], note] },
  createDeltaSnapshot: { right: [version, "t", "d"], wrong: [[...note, "unknown"], [...note, ""], note] },
  restoreSnapshot: { right: [version], wrong: [[...text, "unknown"]] },
  restoreSnapshotByTag: { right: ["t", true], wrong: [[...text, "unknown"], flag] },
  listSnapshots: none,
  getSnapshotData: { right: [version], wrong: [[...text, "unknown"]] },
  compareSnapshots: {
    right: [version, version],
    wrong: [
      [...text, "unknown"],
      [...text, "unknown"],
    ],
  },
  getMetrics: none,
  exportData: { right: ["/nowhere/at/all"], wrong: [path] },
  importData: { right: ["/nowhere/at/all"], wrong: [path] },
  cleanup: none,
  close: none,
  status: none,
  configure: {
    right: [{}],
    wrong: [
      [
        undefined,
        ...noOptions,
        { maxSnapshots: "ten" },
        { maxSnapshot: 1 },
        { basePath: "x" },
        { deltaStrategy: "x" },
      ],
    ],
  },
  onChange: { right: [() => {}], wrong: [listener] },
  onProblem: { right: [() => {}], wrong: [listener] },
  getText: { right: ["a"], wrong: [key] },
  read: { right: ["a", NOW], wrong: [key, moment.slice(1)] },
  entries: { right: [NOW, {}, 1], wrong: [moment, range, whole] },
  summaries: { right: [NOW, {}, 1], wrong: [moment, range, whole] },
  keys: { right: [NOW, {}, 1], wrong: [moment, range, whole] },
  keysContaining: { right: [NOW, "a", undefined, 1], wrong: [moment, text, [null, ...noText], whole] },
  count: { right: [NOW], wrong: [moment] },
  scan: { right: [NOW, {}], wrong: [moment, job] },
  write: {
    right: [[{ key: "a", text: "1" }], { operation: "set" }],
    wrong: [changes, [...label, { operation: "set", expected: { a: 1 } }]],
  },
  replace: {
    right: [[{ key: "a", text: "1" }], { operation: "save" }],
    wrong: [
      [...changes, [{ key: "a", text: null }]],
      [...label, { operation: "save", keep: 1 }, { operation: "save", signal: 1 }],
    ],
  },
  snapshot: {
    right: [{}],
    wrong: [
      [
        ...update.slice(1),
        { userInfo: [] },
        { userInfo: { at: new Date() } },
        { base: 7 },
        { base: "unknown" },
        { version: "x" },
        { version: 7 },
        { createdAt: "yesterday" },
        { createdAt: 7 },
        { beyondLimit: "yes" },
      ],
    ],
  },
  updateSnapshot: { right: [version, {}], wrong: [[...text, "unknown"], update] },
  deleteSnapshots: {
    right: [[], {}],
    wrong: [
      [...versions, version],
      [...noOptions, { forgood: true }, { forGood: 1 }],
    ],
  },
  deletedSnapshots: none,
  undeleteSnapshots: { right: [[]], wrong: [[...versions, version]] },
  findSnapshot: { right: [version], wrong: [text] },
  snapshotByTag: { right: ["t", true], wrong: [text, [undefined, ...flag]] },
  tags: none,
  difference: { right: [NOW, NOW, {}], wrong: [moment, moment, [...job, { onFound: 7 }, { exact: "yes" }]] },
  totals: { right: [NOW, NOW, {}], wrong: [moment, moment, job] },
  restore: { right: [NOW, {}], wrong: [moment, [...job, { keys: "a" }, { keys: [7] }, { detail: 7 }]] },
  undo: none,
  redo: none,
  revisions: { right: [{ limit: 1 }], wrong: [page] },
  history: { right: ["a", { limit: 1 }], wrong: [key, page] },
  activity: { right: [1, {}], wrong: [[...whole, 0, 2001], job] },
  versions: { right: [{}], wrong: [job] },
  verify: { right: [version, {}], wrong: [[null, ...noText, "unknown"], job] },
  prune: {
    right: [{ keepRevisions: 1000, dryRun: true }],
    wrong: [
      [
        undefined,
        ...noOptions,
        {},
        { keepRevisions: -1, dryRun: true },
        { keepRevisions: "all", dryRun: true },
        { keepRevisions: 1 },
        { keepRevisions: 1, dryRun: 1 },
        { keepRevisions: 1, dryRun: true, dry: true },
      ],
    ],
  },
  pack: { right: [{}], wrong: [job] },
});
