import { equalJson } from "../../../../shared/json/index.ts";
import {
  compareKeys,
  type Entry,
  type EntrySummary,
  type Key,
  type Revision,
  type SnapshotMetadata,
  type UndoStep,
} from "../../../../shared/model/index.ts";
import { StoredText } from "../../delta/storedText.ts";
import { assertRetained } from "../../domain/read/moment.ts";
import { isWithin } from "../../domain/read/range.ts";
import { summaryOf } from "../../domain/read/summary.ts";
import type { KeyVersion, StoredVersion } from "../../persistence.ts";
import type {
  ActivitySum,
  ChangedKey,
  ChangesQuestion,
  ChangesWalk,
  ReadView,
  Selection,
  SnapshotQuery,
  VersionPlace,
  ViewHead,
} from "../backend.ts";
import type { PlainData } from "./plainData.fixture.ts";

/** Sets of rows, each looked for in whole states. */
export class PlainView implements ReadView {
  readonly head: ViewHead;
  readonly at: readonly Revision[];
  readonly #data: PlainData;

  constructor(data: PlainData, at: readonly Revision[]) {
    this.#data = data;
    this.at = at;
    this.head = { revision: data.revision, ...data.sizeAt(data.revision) };
  }

  close(): void {}

  sizeAt(at: Revision) {
    return this.#data.sizeAt(at);
  }

  isSmall(at: Revision, bytes: number): boolean {
    return this.sizeAt(at).sizeBytes <= bytes;
  }

  keys(at: Revision, selection: Selection, limit: number): readonly Key[] {
    return this.entries(at, selection, limit).map(({ key }) => key);
  }

  entries(at: Revision, selection: Selection, limit: number, length = Number.POSITIVE_INFINITY): Entry[] {
    assertRetained(this.#data.source(), at);
    const { state } = this.#data.at(at);
    const wanted = "keys" in selection ? new Set(selection.keys) : null;
    const entries: Entry[] = [];
    let left = length;
    for (const key of [...state.keys()].sort(compareKeys)) {
      if (entries.length === limit || left <= 0) break;
      if (wanted === null ? !isWithin(key, selection as never) : !wanted.has(key)) continue;
      const { text, since } = state.get(key) as Entry;
      entries.push({ key, text, since });
      left -= text.length;
    }
    return entries;
  }

  summaries(at: Revision, selection: Selection, limit: number): EntrySummary[] {
    return this.entries(at, selection, limit).map(({ key, text, since }) => summaryOf(key, text, since));
  }

  keysLike(at: Revision, from: string, limit: number) {
    const keys = this.keys(at, { from, before: null }, limit);
    return { keys, last: keys.length < limit ? null : (keys.at(-1) ?? null) };
  }

  changes(question: ChangesQuestion): PlainChanges {
    return new PlainChanges(this.#data, question);
  }

  versions(key: Key, before: Revision, limit: number): KeyVersion[] {
    const data = this.#data;
    const found: KeyVersion[] = [];
    let newer: Revision | null = null;
    for (const { text, since, until } of data.versions(key)) {
      const end = newer ?? (Number.MAX_SAFE_INTEGER as Revision);
      if (until !== null && until !== newer && data.sees(until, end))
        found.push({ text: null, revision: data.at(until).record, until: newer });
      found.push({ text, revision: data.at(since).record, until });
      newer = since;
    }
    return found.filter(({ revision }) => revision.revision < before).slice(0, limit);
  }

  everyVersion(after: VersionPlace | null, limit: number): StoredVersion[] {
    const all = this.#data
      .everyKey()
      .flatMap((key) => this.#data.versions(key).map((version) => ({ key, ...version })));
    const place = all.findIndex(({ key, until }) => key === after?.key && until === after.until);
    return all.slice(place + 1, place + 1 + limit);
  }

  revisions(before: Revision, limit: number) {
    const { revisions, floor } = this.#data;
    return revisions
      .slice(1, before)
      .map(({ record }) => record)
      .filter(({ revision }) => revision >= floor || this.#data.isNamed(revision))
      .reverse()
      .slice(0, limit);
  }

  floor(): Revision {
    return this.#data.floor;
  }

  activity(from: Revision, before: Revision): ActivitySum {
    const some = this.#data.revisions.slice(Math.max(1, from), before);
    const endOf = (found: (typeof some)[number]) => {
      const { revision, at } = found.record;
      return { revision, at, ...this.#data.sizeAt(revision) };
    };
    const [first, last] = [some[0], some.at(-1)];
    return {
      revisions: some.length,
      touched: some.reduce((sum, { record }) => sum + record.touched, 0),
      ends: first === undefined || last === undefined ? null : { first: endOf(first), last: endOf(last) },
      next: before <= this.#data.revision ? before : null,
    };
  }

  status() {
    const { snapshots, newest } = this.#data;
    return {
      snapshotCount: snapshots.length,
      latestSnapshot: snapshots.at(-1)?.metadata ?? null,
      undo: stepOf(this.#data, newest.undo),
      redo: stepOf(this.#data, newest.redo),
    };
  }

  snapshots(query?: SnapshotQuery): SnapshotMetadata[] {
    const all = this.#data.snapshots.map(({ metadata }) => metadata);
    if (query === undefined) return all.reverse();
    if ("version" in query) return all.filter(({ version }) => version === query.version);
    const tagged = all.filter(({ tags }) => tags.includes(query.tag));
    return (query.latest ? tagged.reverse() : tagged).slice(0, 1);
  }

  deletedSnapshots() {
    return this.#data.deleted
      .map(({ snapshot: { metadata }, at }) => ({ ...metadata, deletedAt: at }))
      .reverse();
  }

  tags() {
    const counts = new Map<string, number>();
    for (const { metadata } of this.#data.snapshots)
      for (const tag of metadata.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return [...counts]
      .map(([tag, count]) => ({ tag, count }))
      .sort((a, b) => b.count - a.count || compareKeys(a.tag, b.tag));
  }
}

/** The step that a revision stands for on its stack; null when it is no longer kept. */
export function stepOf(data: PlainData, revision: Revision | null): UndoStep | null {
  if (revision === null || revision - 1 < data.floor) return null;
  const { target } = data.at(revision);
  const { operation, touched, key, detail, revision: acted } = data.at(target ?? revision).record;
  return { revision: acted, operation, touched, key, detail };
}

export class PlainChanges implements ChangesWalk {
  /** How many keys differ. */
  get count(): number {
    return this.#changed.length;
  }

  readonly #changed: ChangedKey[] = [];
  readonly #most: number;

  constructor(data: PlainData, { from, to, keys, exact, most = Number.POSITIVE_INFINITY }: ChangesQuestion) {
    const [before, after] = [data.at(from).state, data.at(to).state];
    this.#most = most;
    for (const key of keys ?? [...new Set([...before.keys(), ...after.keys()])].sort(compareKeys)) {
      const [old, now] = [before.get(key), after.get(key)];
      if (old?.text === now?.text) continue;
      if (old !== undefined && now !== undefined && !exact && equalJson(old.text, now.text)) continue;
      this.#changed.push({
        key,
        kind: old === undefined ? "added" : now === undefined ? "removed" : "changed",
        before: old === undefined ? null : { since: old.since, stored: new StoredText(old.text) },
        after: now === undefined ? null : { since: now.since, stored: new StoredText(now.text) },
      });
    }
  }

  next(
    visit: (changed: ChangedKey) => void,
    isDue: () => boolean = () => false,
  ): "all" | "paused" | "tooMany" {
    if (this.#changed.length > this.#most) return "tooMany";
    for (let changed = this.#changed.shift(); changed !== undefined; changed = this.#changed.shift()) {
      visit(changed);
      if (isDue()) return "paused";
    }
    return "all";
  }
}
