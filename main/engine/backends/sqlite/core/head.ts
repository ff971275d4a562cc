import type { Revision } from "../../../../../shared/model/index.ts";
import { digestOf, StateChecksum } from "../../../checksum.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import { notedCount } from "./notes.ts";

/** The newest revision's record of the state: all that a write needs to know of the past. */
export class Head {
  revision = 0 as Revision;
  entryCount = 0;
  sizeBytes = 0;
  /** How many times snapshots were made, changed or deleted. */
  snapshotChanges = 0;
  /** The number of the last created snapshot, deleted or not. */
  newestSnapshot = 0;
  readonly checksum = new StateChecksum();
  /** The revision that an undo would undo. */
  undo: Revision | null = null;
  /** The undo that a redo would redo. */
  redo: Revision | null = null;

  copyFrom(other: Head): void {
    this.revision = other.revision;
    this.entryCount = other.entryCount;
    this.sizeBytes = other.sizeBytes;
    this.snapshotChanges = other.snapshotChanges;
    this.newestSnapshot = other.newestSnapshot;
    this.checksum.copyFrom(other.checksum);
    this.undo = other.undo;
    this.redo = other.redo;
  }

  /** Loads the store's present values. */
  load(statements: ReadStatements): void {
    const pending = statements.latestPending.get();
    const flushed = statements.latestFlushed.get();
    const latest = pending && (!flushed || pending.id > flushed.id) ? pending : flushed;
    if (!latest) this.copyFrom(new Head());
    this.snapshotChanges = notedCount("snapshot_changes", statements.snapshotChanges.get());
    this.newestSnapshot = notedCount("newest snapshot", statements.newestSequence.get() ?? 0);
    if (!latest) return;
    this.revision = latest.id;
    this.entryCount = latest.entry_count;
    this.sizeBytes = latest.size_bytes;
    this.checksum.copyFrom(StateChecksum.fromBytes(latest.checksum));
    this.undo = latest.undo;
    this.redo = latest.redo;
  }

  /** Inside a transaction: finds out from every value what the values come to. */
  sumUp(statements: ReadStatements): void {
    this.checksum.clear();
    this.sizeBytes = 0;
    for (const [key, text] of statements.everything.iterate()) {
      this.checksum.add(digestOf(key, text));
      this.sizeBytes += Buffer.byteLength(text);
    }
  }
}
