import type { Backend, ReadView, VersionPlace } from "../../backends/backend.ts";
import { LARGE_VALUE, Slices } from "../../core/slices.ts";
import type { JobOptions, StoredVersion } from "../../persistence.ts";

/** A page ends after this many values, or once they have this many UTF-16 units together. */
const PAGE = 256;
const PAGE_UNITS = 256 * 1024;

/**
 * Every retained value, superseded ones included: keys in order, for each key the newest value first. A consistent
 * view, however long it takes.
 *
 * @param onFailure Called if it fails, before the error is thrown.
 */
export async function* everyVersion(
  backend: Backend,
  options?: JobOptions,
  onFailure?: () => void,
): AsyncGenerator<StoredVersion, void, void> {
  let view: ReadView | undefined;
  try {
    const slices = new Slices(options);
    view = await backend.view("long", []);
    let done = 0;
    for (let after: VersionPlace | null = null; ; ) {
      const page: readonly StoredVersion[] = await view.everyVersion(after, PAGE, PAGE_UNITS);
      for (const version of page) {
        yield version;
        done += 1;
        if (((done & 63) === 0 || version.text.length > LARGE_VALUE) && slices.due)
          await slices.pause(done, null);
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last;
    }
  } catch (error) {
    onFailure?.();
    throw error;
  } finally {
    view?.close();
  }
}
