import { meaningOf } from "./values.fixture.ts";

/** Key to text. */
export type State = ReadonlyMap<string, string>;

export interface ModelSnapshot {
  readonly version: string;
  tags: readonly string[];
  description: string | null;
  pinned: boolean;
  readonly revision: number;
  readonly kind: "full" | "delta";
  readonly deltaSize: number | null;
  /** Its number in order of creation. */
  readonly made: number;
}

interface Step {
  /** The revision on the undo stack: its own, or that of the undo or redo that put it there. */
  readonly revision: number;
  readonly before: State;
  readonly after: State;
}

export interface ModelRevision {
  readonly revision: number;
  readonly operation: string;
  readonly touched: number;
}

/** The simplest model of a store: it keeps every state whole. */
export class TemporalModel {
  readonly states: State[] = [new Map()];
  readonly log: ModelRevision[] = [];
  snapshots: ModelSnapshot[] = [];
  /** Snapshots that can be restored until a prune. */
  deleted: ModelSnapshot[] = [];
  #made = 0;
  undoable: Step[] = [];
  redoable: Step[] = [];
  /** Revisions from here on must be readable; older ones only if a snapshot names them. */
  floor = 0;
  readonly #maxSnapshots: number;

  constructor(maxSnapshots: number) {
    this.#maxSnapshots = maxSnapshots;
  }

  get revision(): number {
    return this.states.length - 1;
  }

  get present(): State {
    return this.states[this.revision] as State;
  }

  stateAt(revision: number): State {
    const state = this.states[revision];
    if (state === undefined) throw new Error(`The model has no revision ${revision}`);
    return state;
  }

  retains(revision: number): boolean {
    return revision >= this.floor || this.snapshots.some((snapshot) => snapshot.revision === revision);
  }

  /** An edit of any kind. An equal value stays as it is (rule W3). */
  edit(operation: string, changes: Iterable<readonly [key: string, text: string | null]>): number | null {
    const next = new Map(this.present);
    for (const [key, text] of changes) {
      const old = next.get(key);
      if (text === null) next.delete(key);
      else if (old === undefined || meaningOf(old) !== meaningOf(text)) next.set(key, text);
    }
    return this.#advance(operation, next);
  }

  /** Replaces the state by exactly these entries (rule W2). */
  replace(operation: string, entries: State): number | null {
    const gone = [...this.present.keys()].filter((key) => !entries.has(key));
    return this.edit(operation, [...entries, ...gone.map((key) => [key, null] as const)]);
  }

  /** Restores the texts of an earlier state, exact to the byte; all, or those of these keys. */
  restore(state: State, keys: readonly string[] | null): number | null {
    const next = new Map(keys === null ? state : this.present);
    for (const key of keys ?? []) {
      const text = state.get(key);
      if (text === undefined) next.delete(key);
      else next.set(key, text);
    }
    return this.#advance("restore", next);
  }

  undo(): boolean {
    const step = this.undoable.pop();
    if (step === undefined) return false;
    this.#record("undo", step.before);
    this.redoable.push({ ...step, revision: this.revision });
    return true;
  }

  redo(): boolean {
    const step = this.redoable.pop();
    if (step === undefined) return false;
    this.#record("redo", step.after);
    this.undoable.push({ ...step, revision: this.revision });
    return true;
  }

  addSnapshot(snapshot: Omit<ModelSnapshot, "made">): void {
    this.#made += 1;
    this.snapshots.push({ ...snapshot, made: this.#made });
    this.dropSurplus();
  }

  /** Deletes unpinned snapshots beyond the limit: automatic ones first, oldest first, never the newest (rule N5). */
  dropSurplus(): void {
    if (this.#maxSnapshots === 0) return;
    const unpinned = this.snapshots.filter(({ pinned }) => !pinned);
    const inOrder = [...unpinned.filter(isAutomatic), ...unpinned.filter((one) => !isAutomatic(one))];
    const surplus = new Set(inOrder.slice(0, Math.max(0, unpinned.length - this.#maxSnapshots)));
    for (const one of this.snapshots.slice(0, -1)) if (surplus.has(one)) this.drop(one);
  }

  /** Deletes a snapshot, which can be restored (rule F26). */
  drop(snapshot: ModelSnapshot): void {
    this.snapshots = this.snapshots.filter((one) => one !== snapshot);
    this.deleted.push(snapshot);
  }

  /** Restores a deleted snapshot, in its place. */
  undelete(snapshot: ModelSnapshot): void {
    this.deleted = this.deleted.filter((one) => one !== snapshot);
    this.snapshots = [...this.snapshots, snapshot].sort((a, b) => a.made - b.made);
  }

  /** The versions of a key, newest first (rule H2). */
  historyOf(key: string): { readonly revision: number; readonly text: string | null }[] {
    const versions: { readonly revision: number; readonly text: string | null }[] = [];
    for (let revision = 1; revision <= this.revision; revision += 1) {
      const text = this.stateAt(revision).get(key) ?? null;
      if (text !== (this.stateAt(revision - 1).get(key) ?? null)) versions.unshift({ revision, text });
    }
    return versions;
  }

  #advance(operation: string, next: State): number | null {
    const before = this.present;
    if (countDifferent(before, next) === 0) return null;
    this.#record(operation, next);
    this.undoable.push({ revision: this.revision, before, after: next });
    this.redoable = [];
    return this.revision;
  }

  #record(operation: string, next: State): void {
    const touched = countDifferent(this.present, next);
    this.states.push(next);
    this.log.push({ revision: this.revision, operation, touched });
  }
}

const STRATA_TAGS: readonly string[] = ["auto", "cleanup", "safety", "import", "watch"];

/** Whether only Strata tagged it. */
function isAutomatic({ tags: [first, ...more] }: ModelSnapshot): boolean {
  return first === undefined || (more.length === 0 && STRATA_TAGS.includes(first));
}

/** The number of keys with different texts. */
function countDifferent(a: State, b: State): number {
  let count = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) if (a.get(key) !== b.get(key)) count += 1;
  return count;
}

/** The keys with different values and how they differ (rules N9, V6), in key order. */
export function differences(
  from: State,
  to: State,
): { key: string; kind: "added" | "removed" | "changed" }[] {
  const found: { key: string; kind: "added" | "removed" | "changed" }[] = [];
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    const before = from.get(key);
    const after = to.get(key);
    if (before === undefined) found.push({ key, kind: "added" });
    else if (after === undefined) found.push({ key, kind: "removed" });
    else if (meaningOf(before) !== meaningOf(after)) found.push({ key, kind: "changed" });
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

/** The entries in key order (rule V7). */
export function inOrder(state: State): [key: string, text: string][] {
  return [...state].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
