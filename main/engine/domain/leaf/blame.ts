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

/** Versions that are looked through; a place unchanged for longer is put down to the oldest one seen. */
const MOST_VERSIONS = 2000;

export interface Blame {
  /** A place that is not among them changed last when the place around it did. */
  readonly places: readonly { readonly pointer: string; readonly revision: RevisionRecord }[];
  /** False when older versions were not looked at. */
  readonly complete: boolean;
}

/** A part of the value that has been the same in every newer version, so that its last change is still to be found. */
interface Part {
  readonly value: ExactValue;
  readonly path: readonly string[];
}

/**
 * Which revision each place inside a value last changed in, as of a moment; undefined when the key did not exist then.
 * Members are told by their name, items by their position. Versions are gone through from new to old: what differs
 * from the older one was changed by the newer, what does not is looked for further.
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
      // A version that is missing in between, or in which there was no key, is no older version of the same value.
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

/** Puts down the paths that changed, and adds to `same` the largest parts that did not. */
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

/** Members or items, where both are containers of one kind: else everything in it changed with it. */
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
