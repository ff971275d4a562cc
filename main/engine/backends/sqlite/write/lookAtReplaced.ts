import type { Key } from "../../../../../shared/model/index.ts";
import { digestInSlices } from "../../../checksum.ts";
import { inSlices, LARGE_VALUE, type Slices } from "../../../core/slices.ts";
import { StoredText } from "../../../delta/storedText.ts";
import type { PreparedChange, ReplacedText } from "../../../domain/write/checkChange.ts";
import type { WriteOptions } from "../../../persistence.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

/**
 * Compares a large value with the large one that it is to replace, and hashes that one, in slices (rule F12): its
 * transaction then only has to look whether that one is still there.
 */
export async function lookAtReplaced(
  statements: ReadStatements,
  change: PreparedChange,
  { exact = false }: WriteOptions,
  slices: Slices,
): Promise<PreparedChange> {
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
