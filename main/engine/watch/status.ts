import type { Revision, SnapshotVersion } from "../../../shared/model/index.ts";
import type { SnapshotRule } from "./rule.ts";

/** How file and store stand to each other. */
export type WatchState =
  | { readonly kind: "inStep" }
  /** There is no file, and the store has no entry. */
  | { readonly kind: "noFile" }
  /** What is in the file is no JSON (yet); the store has what it had before. */
  | { readonly kind: "unreadable"; readonly message: string }
  /** The file could not be read or written. */
  | { readonly kind: "failed"; readonly message: string };

export interface WatchStatus {
  /** The file's name. */
  readonly name: string;
  readonly path: string;
  readonly rule: SnapshotRule;
  readonly state: WatchState;
}

/** What was done to bring the two in step. */
export type WatchEvent =
  | {
      readonly kind: "tookIn";
      readonly revision: Revision;
      /** The snapshot that the rule made of it. */
      readonly snapshot: SnapshotVersion | null;
    }
  | { readonly kind: "wrote"; readonly revision: Revision };
