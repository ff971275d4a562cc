import {
  type ExactValue,
  equalExact,
  parseExact,
  stringifyExact,
  valueAtPath,
} from "../../../../shared/json/index.ts";
import type { Key, Revision } from "../../../../shared/model/index.ts";
import type { JobOptions, KeyVersion, TemporalStore } from "../../persistence.ts";
import { keyVersions } from "./keyVersions.ts";
import { parsePointer } from "./path.ts";

/** A version of the place whose beginning is not found yet. */
interface OpenVersion {
  readonly value: ExactValue | undefined;
  readonly until: Revision | null;
  /** The oldest version of the key with this state of the place. */
  version: KeyVersion;
}

/**
 * Every retained version of one place inside a value, newest first. Versions that did not change the place are left
 * out, so a version's revision is the one that changed it. Pass `next` to continue if there are more versions than
 * `limit`.
 *
 * @throws {InvalidOptionError} if the pointer is invalid.
 */
export async function leafHistory(
  store: Pick<TemporalStore, "history">,
  key: Key,
  pointer: string,
  { before, limit, signal }: JobOptions & { readonly before?: Revision | undefined; readonly limit: number },
): Promise<{ readonly versions: KeyVersion[]; readonly next: Revision | null }> {
  const path = parsePointer(pointer);
  const versions: KeyVersion[] = [];
  let open: OpenVersion | undefined;
  const finish = () => {
    if (open === undefined) return;
    const text = open.value === undefined ? null : stringifyExact(open.value);
    versions.push({ text, revision: open.version.revision, until: open.until });
  };
  for await (const version of keyVersions(store, key, before, { signal })) {
    const value = version.text === null ? undefined : valueAtPath(parseExact(version.text), path);
    if (open !== undefined && version.until === open.version.revision.revision && same(open.value, value)) {
      open.version = version;
      continue;
    }
    finish();
    if (open !== undefined && versions.length === limit) {
      return { versions, next: open.version.revision.revision };
    }
    open = { value, version, until: version.until };
  }
  finish();
  return { versions: withoutAbsentEnd(versions), next: null };
}

/** Removes the absence before the place first existed. */
function withoutAbsentEnd(versions: KeyVersion[]): KeyVersion[] {
  return versions.at(-1)?.text === null ? versions.slice(0, -1) : versions;
}

function same(a: ExactValue | undefined, b: ExactValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return equalExact(a, b);
}
