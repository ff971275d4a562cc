import { digestInSlices, shortDigest } from "../../../checksum.ts";
import { inSlices, type Slices } from "../../../core/slices.ts";
import { encodeLarge } from "../../../delta/encode.ts";
import { Encoding } from "../../../delta/encoding.ts";
import type { ResolvedOptions } from "../../../options.ts";
import type { StoreCore } from "../core/core.ts";
import { damaged } from "../read/chain.ts";
import { storedTextOf } from "../read/textOf.ts";
import type { HistoryMark } from "../storage/rows.ts";
import { nextToLeanOn } from "./links.ts";
import type { PackStatements } from "./packStatements.ts";
import { type PackedSizes, replaceRow } from "./replaceRow.ts";

/**
 * Applies the delta strategy to one large value that is kept as it is: compressed by a thread of its own, between two
 * transactions (rule F12). Where the value, or the one that a delta would lean on, went meanwhile, it stays as it is.
 */
export async function packLarge(
  core: StoreCore,
  statements: PackStatements,
  chosen: ResolvedOptions,
  listed: HistoryMark,
  report: PackedSizes,
  slices: Slices,
): Promise<void> {
  const { key, until } = listed;
  const text = await core.queue.submit(() => core.own.supersededBytes.get(key, until));
  if (text === undefined) return;
  const digest = shortDigest(await inSlices(digestInSlices(key, text), slices));
  if (digest !== listed.digest) throw damaged({ ...listed, value: text });
  core.assertOpen();
  const next = await core.queue.submit(() => {
    const row = nextToLeanOn(core, statements, listed);
    return row && { row, bytes: storedTextOf(core.own, row).bytes };
  });
  const encoded = await encodeLarge(chosen, text, next?.bytes);
  core.assertOpen();
  await core.queue.submit(() => {
    core.flushPending();
    const row = statements.markUntil.get(key, until);
    if (row?.encoding !== Encoding.PLAIN || row.digest !== digest) return;
    if (
      encoded.encoding === Encoding.ZSTD_NEXT &&
      nextToLeanOn(core, statements, row)?.digest !== next?.row.digest
    )
      return;
    replaceRow(core, row, text.length, encoded, report);
  });
}
