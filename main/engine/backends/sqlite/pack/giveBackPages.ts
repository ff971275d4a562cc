import { Slices } from "../../../core/slices.ts";
import type { JobOptions } from "../../../persistence.ts";
import type { StoreCore } from "../core/core.ts";

/** Pages moved in one transaction: 1 MiB, a few milliseconds. */
const PAGES_AT_ONCE = 256;

/**
 * Returns free pages to the file system, in short transactions between which others write. The file becomes shorter
 * with the next checkpoint.
 *
 * @param spare The share of the file that may stay free, because later writes need pages too; 0 for none.
 */
export async function giveBackPages(core: StoreCore, spare: number, options?: JobOptions): Promise<void> {
  const slices = new Slices(options);
  const pragma = (text: string) => core.own.database.pragma(text, { simple: true }) as number;
  core.assertOpen();
  const free = pragma("freelist_count");
  if (free <= pragma("page_count") * spare) return;
  for (let left = free; left > 0; ) {
    core.assertOpen();
    const now = await core.queue.submit(() => {
      core.own.database.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
      return pragma("freelist_count");
    });
    // A store that was created without the page map that this needs keeps its length.
    if (now >= left) return;
    left = now;
    await slices.pause(free - left, free);
  }
}
