import {
  type ExactValue,
  isExactArray,
  isExactObject,
  parseExact,
  stringifyExact,
  toPointer,
} from "../../shared/json/index.ts";
import type { Key, Moment, RevisionRecord } from "../../shared/model/index.ts";
import { blame, type EnhancedPersistence, type JobOptions } from "../engine/index.ts";

/** A leaf inside a value, and the revision that last wrote it. */
export interface BlamedLeaf {
  readonly pointer: string;
  readonly text: string;
  readonly revision: RevisionRecord | null;
}

export interface BlamedValue {
  readonly leaves: readonly BlamedLeaf[];
  /** False if older versions were not examined. */
  readonly complete: boolean;
}

/** The revision that last wrote each leaf of a value, as of a moment; undefined if the key did not exist then. */
export async function blameLeaves(
  store: EnhancedPersistence,
  key: Key,
  at: Moment,
  options: JobOptions,
): Promise<BlamedValue | undefined> {
  const entry = await store.read(key, at);
  const found = await blame(store, key, at, options);
  if (entry === undefined || found === undefined) return undefined;
  const revisions = new Map(found.places.map(({ pointer, revision }) => [pointer, revision]));
  const leaves: BlamedLeaf[] = [];
  collect(parseExact(entry.text), [], null, revisions, leaves);
  return { leaves, complete: found.complete };
}

/** A place that is not listed last changed with the place around it. */
function collect(
  value: ExactValue,
  path: readonly string[],
  around: RevisionRecord | null,
  revisions: ReadonlyMap<string, RevisionRecord>,
  leaves: BlamedLeaf[],
): void {
  const pointer = toPointer(path);
  const revision = revisions.get(pointer) ?? around;
  const children = childrenOf(value);
  if (children.length === 0) leaves.push({ pointer, text: stringifyExact(value), revision });
  for (const [name, child] of children) collect(child, [...path, name], revision, revisions, leaves);
}

function childrenOf(value: ExactValue): (readonly [string, ExactValue])[] {
  if (isExactObject(value)) return [...value];
  return isExactArray(value) ? value.map((item, position) => [String(position), item] as const) : [];
}
