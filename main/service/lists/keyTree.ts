import { setImmediate as nextTurn } from "node:timers/promises";
import type { EntrySummary, Key, Moment } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../../engine/index.ts";
import type { KeyLists } from "./keyLists.ts";
import { endOfPrefix } from "./keyOrder.ts";
import type { MomentLists } from "./momentLists.ts";

/** Keys per read when a level is listed or a group is counted. */
const PAGE = 256;
const COUNT_PAGE = 8192;

type Source = Pick<EnhancedPersistence, "keys" | "summaries">;

/** One row directly below a prefix. */
export interface TreeRow {
  /** The name at this level. */
  readonly name: string;
  /** The whole key; for a group the common prefix of its keys, which ends with the separator. */
  readonly path: string;
  /** The entry, or null for a group. */
  readonly summary: EntrySummary | null;
  /** The number of keys in a group, at any depth; 0 for an entry. */
  readonly entries: number;
}

/** The keys of a store as a tree, split at a separator: one level at a time, without reading what is below it. */
export class KeyTree {
  readonly #store: Source;
  readonly #lists: KeyLists;

  constructor(store: Source, lists: KeyLists) {
    this.#store = store;
    this.#lists = lists;
  }

  /**
   * The rows directly below a prefix, in key order, after the row with the path `after`. `next` continues after the
   * last row; null at the end.
   */
  async children(
    at: Moment,
    separator: string,
    prefix: string,
    after: string | undefined,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ readonly rows: TreeRow[]; readonly next: string | null }> {
    const lists = await this.#lists.lists(at);
    const end = endOfPrefix(prefix);
    const rows: TreeRow[] = [];
    let range = startOf(prefix, separator, after);
    for (;;) {
      signal?.throwIfAborted();
      const bounds = { ...range, ...(end !== null && { before: end as Key }) };
      const keys = await this.#store.keys(lists.at, bounds, PAGE);
      let seen: Key | undefined;
      let group: string | undefined;
      for (const key of keys) {
        if (rows.length === limit) return { rows, next: rows.at(-1)?.path ?? null };
        seen = key;
        const split = key.indexOf(separator, prefix.length);
        if (split !== -1) {
          group = key.slice(0, split + separator.length);
          break;
        }
        rows.push(await this.#entry(lists, prefix, key));
      }
      if (group !== undefined) {
        rows.push(await this.#group(lists, separator, prefix, group, signal));
        const past = endOfPrefix(group);
        if (past === null) return { rows, next: null };
        range = { from: past as Key };
      } else if (seen === undefined || keys.length < PAGE) {
        return { rows, next: null };
      } else {
        range = { after: seen };
      }
    }
  }

  async #entry({ at }: MomentLists, prefix: string, key: Key): Promise<TreeRow> {
    const [summary] = await this.#store.summaries(at, { from: key }, 1);
    return {
      name: key.slice(prefix.length),
      path: key,
      summary: summary?.key === key ? summary : null,
      entries: 0,
    };
  }

  async #group(
    lists: MomentLists,
    separator: string,
    prefix: string,
    group: string,
    signal: AbortSignal | undefined,
  ): Promise<TreeRow> {
    const known = lists.groups.get(separator, group);
    const entries = known ?? (await this.#count(lists.at, group, signal));
    if (known === undefined) lists.groups.set(separator, group, entries);
    return { name: group.slice(prefix.length, -separator.length), path: group, summary: null, entries };
  }

  async #count(at: Moment, group: string, signal: AbortSignal | undefined): Promise<number> {
    const end = endOfPrefix(group);
    const before = end === null ? {} : { before: end as Key };
    let range: Start = { from: group as Key };
    for (let count = 0; ; ) {
      const keys = await this.#store.keys(at, { ...range, ...before }, COUNT_PAGE);
      count += keys.length;
      const last = keys.at(-1);
      if (keys.length < COUNT_PAGE || last === undefined) return count;
      range = { after: last };
      await nextTurn();
      signal?.throwIfAborted();
    }
  }
}

interface Start {
  readonly after?: Key;
  readonly from?: Key;
}

/** The start of a level, or of the rest after a row: after all keys of a group, or after the one key of an entry. */
function startOf(prefix: string, separator: string, after: string | undefined): Start {
  if (after === undefined) return prefix === "" ? {} : { from: prefix as Key };
  const past = after !== prefix && after.endsWith(separator) ? endOfPrefix(after) : null;
  return past === null ? { after: after as Key } : { from: past as Key };
}
