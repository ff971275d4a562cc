import type { JsonText, Key, Revision } from "../../../../../shared/model/index.ts";
import { digestOf, shortDigest } from "../../../checksum.ts";
import { LARGE_VALUE } from "../../../core/slices.ts";
import { encodeAtHand } from "../../../delta/encodeAtHand.ts";
import { StoredText } from "../../../delta/storedText.ts";
import { MOST_NAMED_KEYS } from "../core/changeFeed.ts";
import type { StoreCore } from "../core/core.ts";
import type { ReplaceableRow } from "../storage/rows.ts";
import { LONG, operationCode } from "../storage/schema.ts";
import { isStillThere, type LookedAtText, type ReplacedText } from "./lookAtReplaced.ts";
import { type NewRow, NewRows } from "./newRows.ts";
import type { ReplacedRow, RevisionLabel, StateSums, UndoState } from "./revision.ts";

/** Up to this many keys in a store that was empty are written down one by one. */
const MOST_FRESH = 10_000;

/** Up to this many values that a long job replaces are set aside, as those of a short one are. */
const MOST_SET_ASIDE = 20_000;

interface DraftOptions {
  readonly exact?: boolean | undefined;
  readonly outcome?: StateSums | undefined;
  /** How many keys a long job can touch at most, where that is known. */
  readonly most?: number | undefined;
}

/**
 * A revision in the making, inside a transaction. Every change is applied at once: the present is written, what it
 * replaces goes to the history, and the head's counts and checksum follow.
 */
export class RevisionDraft {
  readonly revision: Revision;
  readonly #core: StoreCore;
  readonly #label: RevisionLabel;
  /** Whether equal values with another notation count as different, as in a restore. */
  readonly #exact: boolean;
  /** Whether what is replaced goes into the history itself. */
  readonly #flushed: boolean;
  /** The resulting totals of the state, if they are known; then they need not be computed from every changed value. */
  readonly #outcome: StateSums | undefined;
  #touched = 0;
  /** The first key touched, and what was there. As long as it is the only one, nothing else is written for it. */
  #first: { readonly key: Key; readonly old: ReplaceableRow | undefined } | undefined;
  #everything = false;
  /** The keys touched so far in a store that was empty; written down at the end, if they are not too many. */
  #fresh: Key[] | undefined;
  #newRows: NewRows | undefined;
  #keys: Key[] | null = [];
  #checksumSpoiled = false;

  constructor(
    core: StoreCore,
    label: RevisionLabel,
    { exact = false, outcome, most = Number.POSITIVE_INFINITY }: DraftOptions = {},
  ) {
    this.#core = core;
    this.#label = label;
    this.#exact = exact;
    this.#flushed = core.queue.longRunning && most > MOST_SET_ASIDE;
    this.#outcome = outcome;
    this.revision = core.nextRevision;
  }

  get touched(): number {
    return this.#touched;
  }

  /** From now on the keys touched are not written down one by one; the revision says that it may have touched any. */
  touchEverything(): void {
    this.#everything = true;
  }

  /** The store is empty: what it is filled with needs writing down key by key only when it is little. */
  startFromNothing(): void {
    this.#fresh = [];
  }

  /** Writes one value, unless it is there already: then the id of its row. */
  put(key: Key, text: JsonText, prepared?: LookedAtText): number | undefined {
    if (text.length <= LONG) {
      const old = this.#core.own.live.get(key);
      return old !== undefined && old[3] === text ? old[0] : this.#putOver(old, key, new StoredText(text));
    }
    if (prepared?.replaces !== undefined && isStillThere(this.#core.own, key, prepared.replaces))
      return this.#putOverLarge(key, prepared, prepared.replaces);
    const bytes = prepared?.bytes ?? encodeAtHand(text);
    const found = this.#core.own.liveBeside.get({ key, bytes });
    const stored = new StoredText(bytes);
    if (found === undefined) return this.#putOver(undefined, key, stored, prepared?.digest);
    const [id, since, digest, value] = found;
    if (value === null) return id;
    const old = [id, since, digest, value] as const;
    const same = this.#putOver(old, key, stored, prepared?.digest);
    if (this.#first?.old !== old) new StoredText(value).release();
    return same;
  }

  /** Writes one value in the place of another text. */
  #putOver(
    old: ReplaceableRow | undefined,
    key: Key,
    stored: StoredText,
    known?: string,
  ): number | undefined {
    const { head, write } = this.#core;
    if (old !== undefined) {
      if (!this.#exact && new StoredText(old[3]).saysTheSame(stored)) return old[0];
      this.#takeOut(key, old);
    }
    const digest = known ?? digestOf(key, stored.asItIs);
    head.checksum.add(digest);
    head.sizeBytes += stored.size;
    if (old === undefined) {
      head.entryCount += 1;
      this.#touch(key, undefined);
      write.insertLive.run(key, this.revision, shortDigest(digest), stored.asItIs);
    } else {
      if (old[1] !== this.revision) this.#touch(key, old);
      write.updateLive.run(this.revision, shortDigest(digest), stored.asItIs, old[0]);
    }
    return undefined;
  }

  /** The same where both are large and were compared before the transaction. */
  #putOverLarge(key: Key, { bytes, digest }: LookedAtText, old: ReplacedText): number | undefined {
    if (old.isSame) return old.id;
    const { head, write } = this.#core;
    this.#subtract(old.digest, old.shortDigest, old.size);
    head.checksum.add(digest);
    head.sizeBytes += bytes.length;
    if (old.since !== this.revision) {
      this.#supersedeLarge(old.id);
      this.#touch(key, undefined);
    }
    write.updateLive.run(this.revision, shortDigest(digest), bytes, old.id);
    return undefined;
  }

  /** A large value goes into the history at once, by SQLite alone: set aside, it would be written twice. */
  #supersedeLarge(id: number): undefined {
    this.#core.flushPending();
    this.#core.write.supersedeTogether.run(this.revision, JSON.stringify([id]));
    return undefined;
  }

  /** Writes values over others that this revision has not touched yet and that differ, with as few statements as possible. */
  putTogether(rows: readonly ReplacedRow[]): void {
    const { head, write, own } = this.#core;
    if (rows.length < 2) {
      for (const { key, stored } of rows) this.put(key, stored.text as JsonText);
      return;
    }
    this.#logFirst();
    for (const { key } of rows) this.#count(key);
    if (!this.#everything) {
      write.insertTouchedTogether.run(this.revision, JSON.stringify(rows.map(({ key }) => key)));
    }
    const ids = JSON.stringify(rows.map(({ old }) => old[0]));
    if (this.#flushed) write.supersedeTogether.run(this.revision, ids);
    else {
      write.setAsideTogether.run(this.revision, ids);
      // A long one is about as long as what takes its place.
      for (const { old, stored } of rows) this.#core.pending.note(old[3]?.length ?? stored.size);
    }
    for (const { key, old, stored, digest } of rows) {
      if (this.#outcome === undefined) {
        this.#takeOut(key, [old[0], old[1], old[2], old[3] ?? own.liveBytes.get(key) ?? ""]);
        head.checksum.add(digestOf(key, stored.asItIs));
        head.sizeBytes += stored.size;
      }
      write.updateLive.run(this.revision, digest, stored.asItIs, old[0]);
    }
  }

  /** Writes a value into a store that was empty before this revision: at once, or along with the next ones. */
  putNew(key: Key, text: JsonText, prepared?: LookedAtText): void {
    if (prepared !== undefined) {
      this.#newRows?.flush();
      this.put(key, text, prepared);
      return;
    }
    this.#newRows ??= new NewRows(this.#core, this.revision, {
      written: (row) => this.#noteNew(row),
      refused: (row) => this.put(row.key, row.text),
    });
    this.#newRows.add(key, text);
  }

  /** Takes one entry out; false when there is none. */
  delete(key: Key): boolean {
    this.#newRows?.flush();
    const old = this.#core.own.live.get(key);
    if (old === undefined) return false;
    this.#takeOut(key, old);
    this.#core.head.entryCount -= 1;
    if (old[1] !== this.revision) this.#touch(key, old);
    this.#core.write.deleteLive.run(old[0]);
    return true;
  }

  /** Counts entries that a statement took out all together, together with the history of each. */
  noteAllTakenOut(count: number): void {
    const { head } = this.#core;
    this.#touched += count;
    this.#keys = null;
    head.entryCount = 0;
    head.sizeBytes = 0;
    head.checksum.clear();
  }

  /** Ends the revision. Null, and nothing is written, when no key was touched; unless the undo state has to be kept. */
  finish(undo?: UndoState): Revision | null {
    const { head, write } = this.#core;
    this.#newRows?.flush();
    if (this.#touched === 0 && undo === undefined) return null;
    if (this.#outcome !== undefined) this.#takeOver(this.#outcome);
    else if (this.#checksumSpoiled) head.sumUp(this.#core.own);
    this.#logFresh();
    head.revision = this.revision;
    head.undo = undo === undefined ? this.revision : undo.undo;
    head.redo = undo === undefined ? null : undo.redo;
    const { detail = null, at = Date.now(), message = null } = this.#label;
    const author = this.#core.authors.idOf(this.#label.author);
    const operation = operationCode(this.#label.operation);
    const target = undo?.target ?? null;
    const first = this.#first;
    if (this.#touched === 1 && first !== undefined && !this.#everything) {
      const { key, old } = first;
      write.insertPending.run(
        this.revision,
        at,
        operation,
        key,
        detail,
        head.entryCount,
        head.sizeBytes,
        head.checksum.toBytes(),
        head.undo,
        head.redo,
        target,
        old?.[1] ?? null,
        old?.[2] ?? null,
        old?.[3] ?? null,
        author,
        message,
      );
      this.#core.pending.note(old?.[3].length);
    } else {
      write.insertRevision.run(
        this.revision,
        at,
        operation,
        null,
        this.#touched,
        detail,
        head.entryCount,
        head.sizeBytes,
        head.checksum.toBytes(),
        head.undo,
        head.redo,
        target,
        this.#everything ? 1 : 0,
        author,
        message,
      );
    }
    this.#core.noteChange({ revision: this.revision, snapshots: false, keys: this.#keys });
    return this.revision;
  }

  #noteNew({ key, text, digest }: NewRow): void {
    const { head } = this.#core;
    head.checksum.add(digest);
    head.sizeBytes += Buffer.byteLength(text);
    head.entryCount += 1;
    this.#touch(key, undefined);
  }

  #takeOver({ entryCount, sizeBytes, checksum }: StateSums): void {
    const { head } = this.#core;
    head.entryCount = entryCount;
    head.sizeBytes = sizeBytes;
    head.checksum.copyFrom(checksum);
  }

  #takeOut(key: Key, old: ReplaceableRow): void {
    this.#subtract(digestOf(key, old[3]), old[2], Buffer.byteLength(old[3]));
  }

  #subtract(digest: string, stored: number, size: number): void {
    const { head } = this.#core;
    // A damaged value may be overwritten, but then what has to be taken from the sum is not known any more.
    if (shortDigest(digest) !== stored) this.#checksumSpoiled = true;
    head.checksum.subtract(digest);
    head.sizeBytes -= size;
  }

  #touch(key: Key, old: ReplaceableRow | undefined): void {
    this.#count(key);
    if (old !== undefined && old[3].length > LARGE_VALUE) old = this.#supersedeLarge(old[0]);
    if (this.#fresh !== undefined) {
      this.#fresh.push(key);
      if (this.#fresh.length <= MOST_FRESH) return;
      this.#fresh = undefined;
      this.#everything = true;
    } else if (this.#touched === 1 && !this.#everything) {
      this.#first = { key, old };
    } else {
      this.#logFirst();
      this.#log(key, old);
    }
  }

  #count(key: Key): void {
    this.#touched += 1;
    if (this.#keys === null) return;
    if (this.#keys.length < MOST_NAMED_KEYS) this.#keys.push(key);
    else this.#keys = null;
  }

  #logFresh(): void {
    const keys = this.#fresh ?? [];
    const [only] = keys;
    if (only !== undefined && keys.length === 1) this.#first = { key: only, old: undefined };
    // Each was written once, and all of them are there: the keys are those of the store.
    else if (keys.length > 0 && keys.length === this.#core.head.entryCount)
      this.#core.write.insertTouchedOfAll.run(this.revision);
    else for (const key of keys) this.#core.write.insertTouched.run(this.revision, key);
  }

  #logFirst(): void {
    const first = this.#first;
    if (first === undefined) return;
    this.#first = undefined;
    this.#log(first.key, first.old);
  }

  #log(key: Key, old: ReplaceableRow | undefined): void {
    const { write } = this.#core;
    if (!this.#everything) write.insertTouched.run(this.revision, key);
    if (old === undefined) return;
    const [, since, digest, text] = old;
    if (this.#flushed) {
      write.supersede.run(key, this.revision, since, Buffer.byteLength(text), digest, text);
    } else {
      write.setAside.run(key, this.revision, since, digest, text);
      this.#core.pending.note(text.length);
    }
  }
}
