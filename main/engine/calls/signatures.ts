import { author } from "../author.ts";
import { toKey } from "../key.ts";
import { OPERATIONS } from "../operations.ts";
import type { EnhancedPersistence } from "../persistence.ts";
import {
  type Check,
  callback,
  expect,
  flag,
  isPath,
  isPlainObject,
  listOf,
  members,
  nullable,
  oneOf,
  optional,
  refuse,
  text,
  time,
  wellFormed,
  wholeNumber,
} from "./expect.ts";

type Named = Extract<keyof EnhancedPersistence, string>;

type Method<Name extends Named> = EnhancedPersistence[Name] extends (...args: never[]) => unknown
  ? Name
  : never;

/** The names of a store's calls. */
export type CallName = {
  readonly [Name in Named]: Method<Name>;
}[Named];

/** The name, for messages, and the check of an argument. */
export type Argument = readonly [name: string, check: Check];

const key: Check = (value) => void toKey(value);

const moment: Check = (value, place) => {
  const { kind, version, revision } = isPlainObject(value) ? value : {};
  const isMoment =
    kind === "now" ||
    (kind === "snapshot" && typeof version === "string") ||
    (kind === "revision" && typeof revision === "number" && !Number.isNaN(revision));
  if (!isMoment) {
    refuse(
      place,
      'a moment, as { kind: "now" }, { kind: "revision", revision: 7 } or { kind: "snapshot", version }',
      value,
    );
  }
};

const signal = expect("an AbortSignal", (value) => value instanceof AbortSignal);
const job = {
  signal: optional(signal),
  onProgress: optional(callback),
  giveWay: optional(callback),
};
const label = {
  // biome-ignore lint/plugin: a short list of words.
  operation: oneOf(...OPERATIONS),
  detail: optional(nullable(wellFormed)),
  at: optional(time),
  author: optional(nullable(author)),
  message: optional(nullable(wellFormed)),
  exact: optional(flag),
};
const range = members({
  after: optional(text),
  from: optional(text),
  before: optional(text),
  among: optional(listOf(key)),
});
const page = members({ before: optional(wholeNumber), limit: wholeNumber });
const source = expect(
  "an array or another iterable",
  (value) =>
    typeof value === "object" &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value),
);
const note = optional(nullable(text));
const jobOptions: Argument = ["options", optional(members(job))];

/** The arguments of each call. Calls marked "checked inside" also name the key and the place in a value. */
export const SIGNATURES: { readonly [Name in CallName]: readonly Argument[] } = {
  // Checked inside, because these are called most.
  get: [],
  set: [],
  delete: [],
  // Checked inside.
  save: [],
  configure: [],
  importData: [],

  load: [],
  clear: [],
  listSnapshots: [],
  getMetrics: [],
  cleanup: [],
  close: [],
  status: [],
  tags: [],
  undo: [],
  redo: [],
  createSnapshot: [
    ["tag", note],
    ["description", note],
  ],
  createDeltaSnapshot: [
    ["baseVersion", note],
    ["tag", note],
    ["description", note],
  ],
  restoreSnapshot: [["version", text]],
  restoreSnapshotByTag: [
    ["tag", text],
    ["latest", optional(flag)],
  ],
  getSnapshotData: [["version", text]],
  compareSnapshots: [
    ["version1", text],
    ["version2", text],
  ],
  exportData: [["path", expect("the path of a file", isPath)]],

  onChange: [["listener", callback]],
  onProblem: [["listener", callback]],
  getText: [["key", key]],
  read: [
    ["key", key],
    ["at", optional(moment)],
  ],
  entries: [
    ["at", moment],
    ["range", range],
    ["limit", wholeNumber],
  ],
  summaries: [
    ["at", moment],
    ["range", range],
    ["limit", wholeNumber],
  ],
  keys: [
    ["at", moment],
    ["range", range],
    ["limit", wholeNumber],
  ],
  keysContaining: [
    ["at", moment],
    ["text", text],
    ["after", optional(text)],
    ["limit", wholeNumber],
  ],
  count: [["at", moment]],
  scan: [["at", moment], jobOptions],
  write: [
    ["changes", source],
    ["options", members({ ...label, expected: optional(expect("a Map", (value) => value instanceof Map)) })],
  ],
  replace: [
    ["source", source],
    ["options", members({ ...label, ...job, keep: optional(flag) })],
  ],
  snapshot: [
    [
      "options",
      optional(
        members({
          tags: optional(listOf(text)),
          description: note,
          // Errors inside are reported with their place.
          userInfo: () => {},
          base: optional(text),
          pinned: optional(flag),
          pinReason: note,
          version: optional(text),
          createdAt: optional(text),
          beyondLimit: optional(flag),
        }),
      ),
    ],
  ],
  updateSnapshot: [
    ["version", text],
    [
      "update",
      members({ tags: optional(listOf(text)), description: note, pinned: optional(flag), pinReason: note }),
    ],
  ],
  deleteSnapshots: [
    ["versions", listOf(text)],
    ["options", optional(members({ forGood: optional(flag) }))],
  ],
  deletedSnapshots: [],
  undeleteSnapshots: [["versions", listOf(text)]],
  findSnapshot: [["version", text]],
  snapshotByTag: [
    ["tag", text],
    ["latest", flag],
  ],
  difference: [
    ["from", moment],
    ["to", moment],
    [
      "options",
      optional(
        members({ ...job, onFound: optional(callback), exact: optional(flag), keys: optional(listOf(key)) }),
      ),
    ],
  ],
  totals: [["from", moment], ["to", moment], jobOptions],
  restore: [
    ["to", moment],
    [
      "options",
      optional(
        members({
          ...job,
          keys: optional(listOf(key)),
          detail: optional(nullable(wellFormed)),
          message: optional(nullable(wellFormed)),
        }),
      ),
    ],
  ],
  revisions: [["options", page]],
  history: [
    ["key", key],
    ["options", page],
  ],
  activity: [
    [
      "buckets",
      expect(
        "a whole number from 1 to 2000",
        (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 2000,
      ),
    ],
    jobOptions,
  ],
  versions: [jobOptions],
  verify: [["version", optional(text)], jobOptions],
  prune: [["options", members({ keepRevisions: wholeNumber, dryRun: flag })]],
  pack: [jobOptions],
};
