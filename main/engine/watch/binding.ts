import { isAbsolute } from "node:path";
import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import { isPath } from "../calls/expect.ts";
import { InvalidOptionError } from "../errors.ts";

/** When a change of the file makes a snapshot: each time, at most once in this many minutes, or never. */
export type SnapshotRule =
  | { readonly kind: "every" }
  | { readonly kind: "interval"; readonly minutes: number }
  | { readonly kind: "never" };

/** A content that store and file had in common. */
export interface Agreement {
  /** SHA-256 of the file's bytes; null if there was no file. */
  readonly hash: string | null;
  /** The store's revision at that time. */
  readonly revision: Revision;
}

/** A write of the file that has begun: recorded before the file changes, so that it is recognised after a crash. */
export interface PlannedWrite extends Agreement {
  readonly hash: string;
  /**
   * The path of the new content until it replaces the file, and of the replaced file afterwards; null for a write in
   * place.
   */
  readonly temporary: string | null;
}

/** A file that was replaced. It is kept for a moment, because a program that has it open may still write to it. */
export interface ReplacedFile {
  readonly path: string;
  /** Its content when store and file agreed. */
  readonly agreed: Agreement;
}

/** The owner and permissions of a file. */
export interface FileAccess {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The binding of a store to a file. */
export interface WatchBinding {
  /** Absolute. */
  readonly file: string;
  /**
   * Whether the file was a symbolic link when it was bound. Only such a link is followed, because the person did not
   * choose the target of a later one.
   */
  readonly isLink: boolean;
  readonly rule: SnapshotRule;
  readonly agreed: Agreement;
  /** The file's last owner and permissions, for a file that is created again. Null if there was none yet. */
  readonly access: FileAccess | null;
  /** A content of the file that is being imported after `revision`: recorded before the commit. */
  readonly taking: Agreement | null;
  readonly writing: PlannedWrite | null;
  readonly replaced: readonly ReplacedFile[];
}

/** Whether a record is a valid binding. A damaged one must not decide which files are read, written or removed. */
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
/** The temporary files of a write: see `safeWrite`. */
const isTemporary = (value: unknown) => isFile(value) && /\.[0-9a-f]{12}\.tmp$/.test(value);

/** @throws {InvalidOptionError} if the rule is invalid. */
export function checkRule(rule: SnapshotRule): SnapshotRule {
  if (rule.kind === "interval" && !(Number.isFinite(rule.minutes) && rule.minutes > 0)) {
    throw new InvalidOptionError(`Expected a number of minutes above 0, found ${rule.minutes}.`);
  }
  return rule;
}

/** Whether a snapshot is due, given the time of the last one, in milliseconds of the same clock. */
export function isDue(rule: SnapshotRule, last: number | null, now: number): boolean {
  if (rule.kind === "never") return false;
  if (rule.kind === "every" || last === null) return true;
  // A clock that was set back must not delay snapshots for years.
  return now < last || now - last >= rule.minutes * 60_000;
}

/** The relation of file and store. */
export type WatchState =
  | { readonly kind: "inStep" }
  /** There is no file, and the store has no entry. */
  | { readonly kind: "noFile" }
  /** The file's content is not JSON (yet); the store is unchanged. */
  | { readonly kind: "unreadable"; readonly message: string }
  /** The file could not be read or written. */
  | { readonly kind: "failed"; readonly message: string }
  /** Another process watches the file for this store. This one continues when that one ends. */
  | { readonly kind: "elsewhere" };

export interface WatchStatus {
  /** The file's name. */
  readonly name: string;
  readonly path: string;
  readonly rule: SnapshotRule;
  readonly state: WatchState;
  /** Why the file's date is polled several times a second instead of relying on the system's events. */
  readonly polling: string | null;
}

/** What was done to make both agree. */
export type WatchEvent =
  | {
      readonly kind: "imported";
      readonly revision: Revision;
      /** The snapshot that the rule made. */
      readonly snapshot: SnapshotVersion | null;
      /** Whether the file was changed at the same moment as Strata wrote it. */
      readonly collided: boolean;
    }
  | { readonly kind: "wrote"; readonly revision: Revision };
