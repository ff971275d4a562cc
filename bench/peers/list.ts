import { PYTHON_ORIGINAL } from "./python-original-path.ts";

export interface PeerDescription {
  /** The name of its file in this folder, without `.ts`. */
  readonly file: string;
  readonly name: string;
  /** Its npm package, for the version in the report; null when it is not one. */
  readonly packageName: string | null;
  /** What is on disk when `set` is acknowledged. */
  readonly durability: string;
  /** Whether it can name a state; without that the part about many snapshots leaves it out. */
  readonly snapshots: boolean;
  /** Needs a C library as new as this. */
  readonly needsGlibc?: string;
}

/** The peer that all others are compared with. */
export const STRATA = "strata";

const all: readonly PeerDescription[] = [
  {
    file: STRATA,
    snapshots: true,
    name: "Strata",
    packageName: null,
    durability: "synced: SQLite WAL, synchronous = FULL, one fsync a commit",
  },
  {
    file: "raw-sqlite",
    snapshots: false,
    name: "SQLite",
    packageName: "better-sqlite3",
    durability: "synced: WAL, synchronous = FULL, one fsync a commit",
  },
  {
    file: "doltlite",
    snapshots: true,
    name: "DoltLite",
    packageName: "@dolthub/doltlite",
    durability: "synced: synchronous = FULL, one fsync a commit",
    needsGlibc: "2.38",
  },
  {
    file: "lmdb",
    snapshots: false,
    name: "LMDB",
    packageName: "lmdb",
    durability: "synced: one fdatasync a commit",
  },
  {
    file: "classic-level",
    snapshots: false,
    name: "LevelDB",
    packageName: "classic-level",
    durability: "synced: sync: true, one fdatasync a write",
  },
  {
    file: "hyperbee",
    snapshots: true,
    name: "Hyperbee",
    packageName: "hyperbee",
    durability: "not synced: survives the process, not a loss of power; it has no option for it",
  },
  {
    file: "git-files",
    snapshots: true,
    name: "git, files",
    packageName: null,
    durability: "synced: core.fsync = all, the file itself by fsync",
  },
  {
    file: "git-one-file",
    snapshots: true,
    name: "git, one file",
    packageName: null,
    durability: "synced: core.fsync = all, the file itself by fsync",
  },
  {
    file: "isomorphic-git",
    snapshots: true,
    name: "isomorphic-git",
    packageName: "isomorphic-git",
    durability: "the file itself by fsync; commits not synced, it has no option for it",
  },
  {
    file: "automerge",
    snapshots: true,
    name: "Automerge",
    packageName: "@automerge/automerge",
    durability: "synced: each change appended to one file, fsync",
  },
  {
    file: "conf",
    snapshots: false,
    name: "conf",
    packageName: "conf",
    durability: "synced: whole file, one fsync",
  },
  {
    file: "lowdb",
    snapshots: false,
    name: "lowdb",
    packageName: "lowdb",
    durability: "not synced: whole file written and renamed; it has no option for it",
  },
  {
    file: "python-original",
    snapshots: true,
    name: "Python original",
    packageName: null,
    durability: "not synced: whole file written and renamed; it has no option for it",
  },
];

/** Every peer that can be measured: the Python original only where its path is given. */
export const peers: readonly PeerDescription[] = all.filter(
  ({ file }) => file !== "python-original" || process.env[PYTHON_ORIGINAL],
);
