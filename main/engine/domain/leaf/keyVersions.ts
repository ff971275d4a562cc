import type { Key, Revision } from "../../../../shared/model/index.ts";
import { Slices } from "../../core/slices.ts";
import type { JobOptions, KeyVersion, TemporalStore } from "../../persistence.ts";

const PAGE = 200;

/** Every retained version of one key, newest first, in pages, with pauses for other calls. */
export async function* keyVersions(
  store: Pick<TemporalStore, "history">,
  key: Key,
  before: Revision | undefined,
  options?: JobOptions,
): AsyncGenerator<KeyVersion, void, void> {
  const slices = new Slices(options);
  for (let from = before, seen = 0; ; ) {
    const page = await store.history(key, { limit: PAGE, ...(from !== undefined && { before: from }) });
    for (const version of page) {
      seen += 1;
      if (slices.due) await slices.pause(seen, null);
      yield version;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.revision.revision;
  }
}
