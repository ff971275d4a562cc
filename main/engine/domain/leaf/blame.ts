import {
  type ExactValue,
  equalExact,
  isExactArray,
  isExactObject,
  parseExact,
  toPointer,
  valueAtPath,
} from "../../../../shared/json/index.ts";
import {
  append,
  type Key,
  type Moment,
  type Revision,
  type RevisionRecord,
} from "../../../../shared/model/index.ts";
import type { JobOptions, TemporalStore } from "../../persistence.ts";
import { keyVersions } from "./keyVersions.ts";

/** The most versions examined; a place that did not change in them is attributed to the oldest one. */
const MOST_VERSIONS = 2000;

export interface Blame {
  /** A place that is not listed last changed with the place around it. */
  readonly places: readonly { readonly pointer: string; readonly revision: RevisionRecord }[];
  /** False if older versions were not examined. */
  readonly complete: boolean;
}

/** A part of the value that was equal in every newer version, so its last change is still to be found. */
interface Part {
  readonly value: ExactValue;
  readonly path: readonly string[];
}

/**
 * The revision in which each place inside a value last changed, as of a moment; undefined if the key did not exist
 * then. Members are identified by name, items by position. Versions are examined from new to old: a part that differs
 * from the older version was changed by the newer one, an equal part is searched further.
 */
export async function blame(
  store: Pick<TemporalStore, "read" | "history">,
  key: Key,
  at: Moment,
  options?: JobOptions,
): Promise<Blame | undefined> {
  const entry = await store.read(key, at);
  if (entry === undefined) return undefined;
  const places: { pointer: string; revision: RevisionRecord }[] = [];
  let parts: readonly Part[] = [{ value: parseExact(entry.text), path: [] }];
  let newer: RevisionRecord | undefined;
  let looked = 0;
  for await (const { text, revision, until } of keyVersions(
    store,
    key,
    (entry.since + 1) as Revision,
    options,
  )) {
    looked += 1;
    if (newer !== undefined) {
      // After a missing version, or one without the key, older versions belong to another value.
      if (text === null || until !== newer.revision || looked > MOST_VERSIONS) break;
      const older = parseExact(text);
      const same: Part[] = [];
      for (const part of parts) {
        for (const path of split(part, valueAtPath(older, part.path), same)) {
          places.push({ pointer: toPointer(path), revision: newer });
        }
      }
      parts = same;
    }
    newer = revision;
    if (parts.length === 0) break;
  }
  if (newer !== undefined) {
    for (const { path } of parts) places.push({ pointer: toPointer(path), revision: newer });
  }
  return { places, complete: looked <= MOST_VERSIONS };
}

/** Records the changed paths, and adds the largest unchanged parts to `same`. */
function split(part: Part, older: ExactValue | undefined, same: Part[]): (readonly string[])[] {
  if (older !== undefined && equalExact(part.value, older)) {
    same.push(part);
    return [];
  }
  const changed: (readonly string[])[] = [part.path];
  for (const [name, member] of childrenOf(part.value, older)) {
    append(changed, split({ value: member, path: [...part.path, name] }, childOf(older, name), same));
  }
  return changed;
}

/** Members or items, if both are containers of the same kind; otherwise everything inside changed together. */
function* childrenOf(
  value: ExactValue,
  older: ExactValue | undefined,
): Generator<readonly [string, ExactValue]> {
  if (older === undefined) return;
  if (isExactObject(value) && isExactObject(older)) yield* value;
  if (isExactArray(value) && isExactArray(older)) {
    for (const [position, item] of value.entries()) yield [String(position), item];
  }
}

function childOf(value: ExactValue | undefined, name: string): ExactValue | undefined {
  if (value === undefined) return undefined;
  if (isExactObject(value)) return value.get(name);
  return isExactArray(value) ? value[Number(name)] : undefined;
}
