import type { Key, Revision } from "../../../../../shared/model/index.ts";
import { digestInSlices } from "../../../checksum.ts";
import { inSlices, LARGE_VALUE, type Slices } from "../../../core/slices.ts";
import { StoredText } from "../../../delta/storedText.ts";
import type { EntryChange, WriteOptions } from "../../../persistence.ts";
import type { PreparedText } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

/** The large value that another one is to replace, as it was before the transaction. */
export interface ReplacedText {
  readonly id: number;
  readonly since: Revision;
  /** As it is stored. */
  readonly shortDigest: number;
  /** Computed from the text. */
  readonly digest: string;
  readonly size: number;
  /** Whether nothing has to be written, as it is the same value. */
  readonly isSame: boolean;
}

/** A large text with what it replaces, as far as that was looked at. */
export interface LookedAtText extends PreparedText {
  readonly replaces?: ReplacedText | undefined;
}

export interface LookedAtChange extends EntryChange {
  readonly prepared?: LookedAtText;
}

/**
 * Compares a large value with the large one that it is to replace, and hashes that one, in slices (rule F12): its
 * transaction then only has to look whether that one is still there.
 */
export async function lookAtReplaced(
  statements: ReadStatements,
  change: LookedAtChange,
  { exact = false }: WriteOptions,
  slices: Slices,
): Promise<LookedAtChange> {
  const { key, prepared } = change;
  if (prepared === undefined) return change;
  const found = statements.liveBeside.get({ key, bytes: prepared.bytes });
  if (found === undefined) return change;
  const [id, since, shortDigest, value] = found;
  const bytes = value ?? prepared.bytes;
  if (bytes.length <= LARGE_VALUE) return change;
  const digest = value === null ? prepared.digest : await inSlices(digestInSlices(key, value), slices);
  const old = new StoredText(bytes);
  const isSame = value === null || (!exact && old.saysTheSame(new StoredText(prepared.bytes)));
  if (value !== null) old.release();
  const replaces = { id, since, shortDigest, digest, size: bytes.length, isSame };
  return { ...change, prepared: { ...prepared, replaces } };
}

/** Whether the present value of a key is the one that was looked at. */
export function isStillThere(
  statements: ReadStatements,
  key: Key,
  { since, shortDigest }: ReplacedText,
): boolean {
  const mark = statements.liveMark.get(key);
  return mark !== undefined && mark[0] === since && mark[1] === shortDigest;
}
