import { largest } from "../../../../../shared/model/index.ts";
import { digestOf, StateChecksum, shortDigest } from "../../../checksum.ts";
import { decode, isDelta } from "../../../delta/encoding.ts";
import { StoredText } from "../../../delta/storedText.ts";
import type { FoundHistory, FoundRows, FoundState } from "./rows.ts";

/** Longer than any chain of deltas (rule D2). */
const LONGEST_CHAIN = 25;

/** One version of one key. */
interface Version {
  readonly text: string;
  readonly since: number;
  /** Null for a present value. */
  readonly until: number | null;
}

/** Every decoded value, by key. */
export class Versions {
  readonly #byKey = new Map<string, Version[]>();
  /** Superseded values that could not be decoded. */
  lost = 0;

  constructor(found: FoundRows) {
    for (const key of new Set([...found.live.keys(), ...found.history.keys()])) {
      this.#byKey.set(key, this.#versionsOf(found, key));
    }
  }

  /** The entries at a revision, as far as they are known. */
  stateAt(revision: number): Map<string, string> {
    const state = new Map<string, string>();
    for (const [key, versions] of this.#byKey) {
      const there = versions.find(
        ({ since, until }) => since <= revision && (until === null || until > revision),
      );
      if (there !== undefined) state.set(key, there.text);
    }
    return state;
  }

  #versionsOf(found: FoundRows, key: string): Version[] {
    const rows = new Map<number, FoundHistory>();
    for (const row of found.history.get(key) ?? []) rows.set(row.since, row);
    const versions: Version[] = [];
    const lastEnd = largest(
      [...rows.values()].map(({ until }) => until),
      0,
    );
    const [newest] = found.live.get(key) ?? [];
    // A row that is also in the history, or that was replaced later, is from an outdated page.
    if (newest !== undefined && !rows.has(newest.since) && newest.since >= lastEnd) {
      versions.push({ text: newest.text, since: newest.since, until: null });
    }
    const texts = new Map((found.live.get(key) ?? []).map(({ since, text }) => [since, text]));
    for (const row of rows.values()) {
      const text = textOf(row, rows, texts, LONGEST_CHAIN);
      if (text === undefined) this.lost += 1;
      else versions.push({ text, since: row.since, until: row.until });
    }
    return versions;
  }
}

function textOf(
  row: FoundHistory,
  rows: ReadonlyMap<number, FoundHistory>,
  texts: Map<number, string>,
  links: number,
): string | undefined {
  const known = texts.get(row.since);
  if (known !== undefined && shortDigest(digestOf(row.key, known)) === row.digest) return known;
  try {
    let next: string | undefined;
    if (isDelta(row.encoding)) {
      const following = rows.get(row.until);
      next = texts.get(row.until);
      if (next === undefined && following !== undefined && links > 0)
        next = textOf(following, rows, texts, links - 1);
      if (next === undefined) return undefined;
    }
    const { text } = decode(
      row.encoding,
      row.value,
      next === undefined ? next : new StoredText(next),
      row.size,
    );
    if (shortDigest(digestOf(row.key, text)) !== row.digest) return undefined;
    texts.set(row.since, text);
    return text;
  } catch {
    // The bytes are not what was written; values that do not depend on them are decoded.
    return undefined;
  }
}

/** Whether a state equals its record. */
export function isExactly(state: ReadonlyMap<string, string>, { entryCount, checksum }: FoundState): boolean {
  const sum = new StateChecksum();
  for (const [key, text] of state) sum.add(digestOf(key, text));
  return state.size === entryCount && sum.equals(StateChecksum.fromBytes(checksum));
}
