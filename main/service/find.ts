import type { Entry, Key, Moment } from "../../shared/model/index.ts";
import { type EnhancedPersistence, type EntryFilter, entryFilter } from "../engine/index.ts";

/** What a filter is matched with. */
export type FindIn = "keys" | "values" | "both";

/**
 * The entries of a moment whose key contains a text or whose value matches a filter (see `entryFilter`), in key order.
 *
 * @throws {InvalidOptionError} if the filter is invalid.
 */
export async function* find(
  store: EnhancedPersistence,
  question: string,
  { at, where, regex, signal }: { at: Moment; where: FindIn; regex: boolean; signal: AbortSignal },
): AsyncGenerator<Entry> {
  const filters: EntryFilter[] = [];
  if (where !== "values") filters.push(await entryFilter(question, regex ? "regex" : "text"));
  if (where !== "keys") filters.push(await entryFilter(question, "value"));
  for await (const entry of store.scan(at, { signal })) {
    for (const filter of filters) {
      const isWanted =
        filter.by === "key"
          ? filter.matches(entry.key as Key)
          : await filter.wants(entry.key, entry.text, signal);
      if (!isWanted) continue;
      yield entry;
      break;
    }
  }
}
