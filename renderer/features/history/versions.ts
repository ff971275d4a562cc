import type { Key, Revision, RevisionRecord, SnapshotMetadata } from "../../../shared/model/index.ts";

/** One value that a key had for a while. */
export interface KeyVersion {
  /** Null while the key did not exist. */
  readonly text: string | null;
  readonly revision: RevisionRecord;
  /** The revision that ended it; null for the present one. */
  readonly until: Revision | null;
  /** What the key was called before this version. */
  readonly renamedFrom?: Key | undefined;
  /** The key that it is a version of, where that is a former name of the one that was asked for. */
  readonly of?: Key | undefined;
}

/** UTF-16 units that one answer should carry at most; the versions of a large value come a few at a time. */
const ANSWER_LENGTH = 4_000_000;
const FIRST_PAGE = 8;
const LARGEST_PAGE = 200;

/** How many versions to ask for next, given those that are here. */
export function nextPageSize(versions: readonly KeyVersion[]): number {
  if (versions.length === 0) return FIRST_PAGE;
  const length = versions.reduce((total, { text }) => total + (text?.length ?? 0), 0);
  const each = Math.max(1, length / versions.length);
  return Math.max(1, Math.min(LARGEST_PAGE, Math.floor(ANSWER_LENGTH / each)));
}

/** The snapshots that hold this version: those of a revision from its own up to the one that ended it. */
export function snapshotsWith(
  version: KeyVersion,
  snapshots: readonly SnapshotMetadata[],
): readonly SnapshotMetadata[] {
  const { until } = version;
  return snapshots.filter(
    ({ revision }) => revision >= version.revision.revision && (until === null || revision < until),
  );
}
