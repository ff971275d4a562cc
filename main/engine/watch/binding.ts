import { isAbsolute } from "node:path";
import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import { isPath } from "../calls/expect.ts";
import { InvalidOptionError } from "../errors.ts";

/** When a change of the file makes a snapshot: each one, at most one in this many minutes, or none. */
export type SnapshotRule =
  | { readonly kind: "every" }
  | { readonly kind: "interval"; readonly minutes: number }
  | { readonly kind: "never" };

/** A content that store and file had in common. */
export interface Agreement {
  /** SHA-256 of the file's bytes; null when there was no file. */
  readonly hash: string | null;
  /** The store's revision then. */
  readonly revision: Revision;
}

/** A write of the file that was begun: noted before the file changes, so that it is recognised after a crash. */
export interface PlannedWrite extends Agreement {
  readonly hash: string;
  /** Where the new content is until it takes its place, and the replaced file afterwards; null when written in place. */
  readonly temporary: string | null;
}

/** A file that was replaced. It is kept for a moment: a program that had it open may still write to it. */
export interface ReplacedFile {
  readonly path: string;
  /** What it held when store and file agreed. */
  readonly agreed: Agreement;
}

/** Who may read and write a file. */
export interface FileAccess {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What binds a store to a file. */
export interface WatchBinding {
  /** Absolute. */
  readonly file: string;
  /** The file was a symbolic link when it was bound. Only such a link is followed: the person did not choose what a later one leads to. */
  readonly isLink: boolean;
  readonly rule: SnapshotRule;
  readonly agreed: Agreement;
  /** What the file's was last: a file that is made again gets it. Null when there was none yet. */
  readonly access: FileAccess | null;
  /** A content of the file that is just becoming a revision after `revision`: noted before that is committed. */
  readonly taking: Agreement | null;
  readonly writing: PlannedWrite | null;
  readonly replaced: readonly ReplacedFile[];
}

/** Whether what was read is a binding. A damaged one must not say which files are read, written or removed. */
export function isBinding(value: unknown): value is WatchBinding {
  if (!isObject(value)) return false;
  const { file, isLink, rule, agreed, access, taking, writing, replaced } = value;
  return (
    isFile(file) &&
    typeof isLink === "boolean" &&
    isRule(rule) &&
    isAgreement(agreed) &&
    (access === null ||
      (isObject(access) && [access["mode"], access["uid"], access["gid"]].every(isCount))) &&
    (taking === null || isAgreement(taking)) &&
    (writing === null ||
      (isAgreement(writing) &&
        writing.hash !== null &&
        (writing["temporary"] === null || isTemporary(writing["temporary"])))) &&
    Array.isArray(replaced) &&
    replaced.every((one) => isObject(one) && isTemporary(one["path"]) && isAgreement(one["agreed"]))
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFile = (value: unknown): value is string => isPath(value) && isAbsolute(value);
const isAgreement = (value: unknown): value is Agreement & Readonly<Record<string, unknown>> =>
  isObject(value) &&
  isCount(value["revision"]) &&
  (value["hash"] === null || typeof value["hash"] === "string");
const isRule = (value: unknown) =>
  isObject(value) &&
  (value["kind"] === "every" ||
    value["kind"] === "never" ||
    (value["kind"] === "interval" && Number.isFinite(value["minutes"]) && (value["minutes"] as number) > 0));
/** The files that writing makes and removes again: see `safeWrite`. */
const isTemporary = (value: unknown) => isFile(value) && /\.[0-9a-f]{12}\.tmp$/.test(value);

/** @throws {InvalidOptionError} if it is not one. */
export function checkRule(rule: SnapshotRule): SnapshotRule {
  if (rule.kind === "interval" && !(Number.isFinite(rule.minutes) && rule.minutes > 0)) {
    throw new InvalidOptionError(`Expected a number of minutes above 0, found ${rule.minutes}.`);
  }
  return rule;
}

/** Whether a snapshot is due, given when the last one was made: milliseconds, of one clock. */
export function isDue(rule: SnapshotRule, last: number | null, now: number): boolean {
  if (rule.kind === "never") return false;
  if (rule.kind === "every" || last === null) return true;
  // A clock that was set back must not delay snapshots for years.
  return now < last || now - last >= rule.minutes * 60_000;
}

/** How file and store relate to each other. */
export type WatchState =
  | { readonly kind: "inStep" }
  /** There is no file, and the store has no entry. */
  | { readonly kind: "noFile" }
  /** What is in the file is no JSON (yet); the store has what it had before. */
  | { readonly kind: "unreadable"; readonly message: string }
  /** The file could not be read or written. */
  | { readonly kind: "failed"; readonly message: string }
  /** Another process watches the file for this store. This one takes over when that one ends. */
  | { readonly kind: "elsewhere" };

export interface WatchStatus {
  /** The file's name. */
  readonly name: string;
  readonly path: string;
  readonly rule: SnapshotRule;
  readonly state: WatchState;
  /** Why the system does not report changes of the file, so that its date is compared several times a second. */
  readonly polling: string | null;
}

/** What was done to make the two agree. */
export type WatchEvent =
  | {
      readonly kind: "imported";
      readonly revision: Revision;
      /** The snapshot that the rule made of it. */
      readonly snapshot: SnapshotVersion | null;
      /** True for a change of the file that was made at the very moment when Strata wrote it. */
      readonly collided: boolean;
    }
  | { readonly kind: "wrote"; readonly revision: Revision };
