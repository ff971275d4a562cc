import { randomUUID } from "node:crypto";
import { equalJson } from "../../../../shared/json/index.ts";
import {
  compareKeys,
  type JsonText,
  type Key,
  type Revision,
  type RevisionRecord,
  type SnapshotMetadata,
} from "../../../../shared/model/index.ts";
import { digestOf, StateChecksum } from "../../checksum.ts";
import type { MomentSource } from "../../domain/read/moment.ts";
import type { EntryChange, WriteOptions } from "../../persistence.ts";

/** A value with the revision that wrote it. */
export interface PlainEntry {
  readonly text: JsonText;
  readonly since: Revision;
}

export type PlainState = ReadonlyMap<Key, PlainEntry>;

interface PlainRevision {
  readonly record: RevisionRecord;
  readonly state: PlainState;
  readonly undo: Revision | null;
  readonly redo: Revision | null;
  readonly target: Revision | null;
}

/** What can be undone and redone after a revision, and the revision that it undid or redid. */
export type PlainStacks = Pick<PlainRevision, "undo" | "redo" | "target">;

/** A value of one key, from the revision that wrote it until the one that replaced it. */
export interface PlainVersion extends PlainEntry {
  readonly until: Revision | null;
}

export interface PlainSnapshot {
  readonly sequence: number;
  readonly metadata: SnapshotMetadata;
}

const EMPTY: PlainRevision = {
  record: {
    revision: 0 as Revision,
    at: 0,
    operation: "set",
    touched: 0,
    key: null,
    detail: null,
    author: null,
    message: null,
  },
  state: new Map(),
  undo: null,
  redo: null,
  target: null,
};

/** Everything a store holds: each state whole, in a map. What a prune drops is hidden, not forgotten. */
export class PlainData {
  readonly id = randomUUID();
  /** The author of revisions without another one. */
  readonly author: string;
  /** By number; the first one is the store before anything was written. */
  readonly revisions: PlainRevision[] = [EMPTY];
  /** The oldest first. */
  snapshots: PlainSnapshot[] = [];
  deleted: { readonly snapshot: PlainSnapshot; readonly at: string; readonly by: "call" | "limit" }[] = [];
  floor = 0 as Revision;
  /** How many snapshots were ever made. */
  made = 0;

  constructor(author: string) {
    this.author = author;
  }

  get newest(): PlainRevision {
    return this.at(this.revision);
  }

  get revision(): Revision {
    return (this.revisions.length - 1) as Revision;
  }

  at(revision: number): PlainRevision {
    const found = this.revisions[revision];
    if (found === undefined) throw new RangeError(`There is no revision ${revision}`);
    return found;
  }

  source(): MomentSource {
    return {
      newest: this.revision,
      floor: () => this.floor,
      isNamed: (revision) => this.isNamed(revision),
      named: (version) => this.snapshot(version)?.metadata.revision,
    };
  }

  snapshot(version: string): PlainSnapshot | undefined {
    return this.snapshots.find(({ metadata }) => metadata.version === version);
  }

  isNamed(revision: number): boolean {
    return this.snapshots.some(({ metadata }) => metadata.revision === revision);
  }

  /** Whether some moment from one revision on, before another, can be read. */
  sees(from: number, before: number): boolean {
    return (
      before > this.floor ||
      this.snapshots.some(({ metadata: { revision } }) => revision >= from && revision < before)
    );
  }

  /** Applies changes; null when none of them changes anything. */
  edit(changes: Iterable<EntryChange>, options: WriteOptions): Revision | null {
    const next = this.texts();
    for (const { key, text } of changes) {
      const old = next.get(key);
      if (text === null) next.delete(key);
      else if (old === undefined || (options.exact === true ? old !== text : !equalJson(old, text)))
        next.set(key, text);
    }
    return this.advance(next, options);
  }

  texts(revision: number = this.revision): Map<Key, JsonText> {
    return new Map([...this.at(revision).state].map(([key, { text }]) => [key, text]));
  }

  /** Makes the state these texts. With stacks that is a revision even where nothing differs. */
  advance(next: ReadonlyMap<Key, JsonText>, label: WriteOptions, stacks?: PlainStacks): Revision | null {
    const before = this.newest.state;
    const revision = (this.revision + 1) as Revision;
    const state = new Map<Key, PlainEntry>();
    for (const [key, text] of next) {
      const old = before.get(key);
      state.set(key, old?.text === text ? old : { text, since: revision });
    }
    const touched = [...new Set([...before.keys(), ...next.keys()])].filter(
      (key) => before.get(key)?.text !== next.get(key),
    );
    if (touched.length === 0 && stacks === undefined) return null;
    const [only] = touched;
    const record: RevisionRecord = {
      revision,
      at: label.at ?? Date.now(),
      operation: label.operation,
      touched: touched.length,
      key: touched.length === 1 && only !== undefined ? only : null,
      detail: label.detail ?? null,
      author: label.author === undefined ? this.author : label.author,
      message: label.message ?? null,
    };
    this.revisions.push({ record, state, ...(stacks ?? { undo: revision, redo: null, target: null }) });
    return revision;
  }

  /** Every value that a key ever had and that some retained moment sees, the newest first. */
  versions(key: Key): PlainVersion[] {
    const versions: PlainVersion[] = [];
    let until: Revision | null = null;
    let last: PlainEntry | undefined;
    for (let revision: number = this.revision; revision >= 0; revision -= 1) {
      const entry = this.at(revision).state.get(key);
      if (entry !== undefined && entry !== last) {
        if (revision !== (this.revision as number)) until = (revision + 1) as Revision;
        versions.push({ ...entry, until });
      }
      last = entry;
    }
    return versions.filter(({ since, until }) => until === null || this.sees(since, until));
  }

  everyKey(): Key[] {
    return [...new Set(this.revisions.flatMap(({ state }) => [...state.keys()]))].sort(compareKeys);
  }

  sizeAt(revision: number): { readonly entryCount: number; readonly sizeBytes: number } {
    const { state } = this.at(revision);
    let sizeBytes = 0;
    for (const { text } of state.values()) sizeBytes += Buffer.byteLength(text);
    return { entryCount: state.size, sizeBytes };
  }

  /** In hexadecimal digits, as snapshots carry it. */
  checksumAt(revision: number): string {
    const checksum = new StateChecksum();
    for (const [key, { text }] of this.at(revision).state) checksum.add(digestOf(key, text));
    return Buffer.from(checksum.toBytes()).reverse().toString("hex");
  }
}
