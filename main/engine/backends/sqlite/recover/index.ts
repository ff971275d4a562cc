import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type {
  JsonText,
  Key,
  Revision,
  SaidOfSnapshot,
  SnapshotVersion,
} from "../../../../../shared/model/index.ts";
import { createEnhancedPersistence } from "../../../createEnhancedPersistence.ts";
import { exact } from "../../../domain/write/exactSource.ts";
import { NotAStoreError } from "../../../errors.ts";
import { STORE_FILE } from "../../../files/storeFiles.ts";
import type { EnhancedPersistence } from "../../../persistence.ts";
import { toPersistenceError } from "../storage/failure.ts";
import { HighWaterMark } from "../storage/highWaterMark.ts";
import { inspectDirectory } from "../storage/location.ts";
import { indexedKeys } from "./keyIndex.ts";
import { dropBeyond, newestRevision } from "./newestRevision.ts";
import { readPages } from "./pages.ts";
import { type FoundSnapshot, findRows } from "./rows.ts";
import { snapshotChangesOf } from "./snapshotChanges.ts";
import { pagesInUse, rootsOf } from "./trees.ts";
import { isExactly, Versions } from "./versions.ts";

/** One recovered state. */
export interface RecoveredState {
  readonly entries: number;
  /** Whether it is exactly what was written, by its checksum; null if the checksum is lost. */
  readonly exact: boolean | null;
  /** The number of lost entries, as far as it is known. */
  readonly missing: number;
}

/** What a recovery saved, and what it lost. */
export interface RecoverReport {
  /** The new store's directory. */
  readonly path: string;
  /** The damaged store's newest revision of which anything remains. */
  readonly revision: Revision;
  /** Acknowledged revisions after it of which nothing remains; null if none are known. */
  readonly lostRevisions: { readonly from: Revision; readonly to: Revision } | null;
  /** Acknowledged changes of snapshots of which nothing remains; null if none are known. */
  readonly lostSnapshotChanges: { readonly from: number; readonly to: number } | null;
  /** The state at that revision. */
  readonly present: RecoveredState;
  /** Present keys whose value is lost, as far as their names are known. */
  readonly lostKeys: readonly string[];
  readonly snapshots: readonly (RecoveredState & { readonly version: SnapshotVersion })[];
  /** Superseded values that were found but cannot be decoded. */
  readonly lostValues: number;
}

/**
 * Copies the readable part of a damaged store into a new one: its present, and every snapshot with its name, tags and
 * description. It reads the file page by page, without SQLite, and uses only values with a correct digest. The damaged
 * store is not changed. Edits between snapshots are not copied. Everything is held in memory.
 *
 * @param from The damaged store's directory. No process may have it open.
 * @param to A missing or empty directory.
 * @throws {NotAStoreError} if there is nothing to recover, or if `to` is not empty.
 */
export async function recoverStore(from: string, to: string): Promise<RecoverReport> {
  const file = join(resolve(from), STORE_FILE);
  if (!existsSync(file) && !existsSync(`${file}-wal`)) {
    throw new NotAStoreError(
      `${from} holds no ${STORE_FILE}: there is nothing to recover. Choose the store's folder.`,
      {
        path: from,
      },
    );
  }
  if (inspectDirectory(resolve(to)) === "store") {
    throw new NotAStoreError(`${to} holds a store already. Choose an empty folder to recover into.`, {
      path: to,
    });
  }
  const { found, indexed, snapshotChanges, marked } = readRemains(resolve(from));
  const revision = newestRevision(found);
  dropBeyond(found, revision);
  const versions = new Versions(found);
  // The newest revision's record may be lost while its values are not.
  const newest = found.states.find((state) => state.revision === revision);
  const present = versions.stateAt(Number.MAX_SAFE_INTEGER);
  const store = await createEnhancedPersistence({ basePath: to, maxSnapshots: 0 });
  try {
    const snapshots: (RecoveredState & { readonly version: SnapshotVersion })[] = [];
    for (const snapshot of inOrder(found.snapshots.values())) {
      const state = versions.stateAt(snapshot.revision);
      await write(store, state, `Recovered snapshot ${snapshot.version}`);
      await name(store, snapshot);
      snapshots.push({ version: snapshot.version, ...judged(state, snapshot) });
    }
    await write(store, present, "Recovered present");
    const lostKeys = [...new Set([...indexed, ...found.damaged])].filter((key) => !present.has(key)).sort();
    return {
      path: resolve(to),
      revision,
      lostRevisions: after(revision, marked.revision),
      lostSnapshotChanges: after(snapshotChanges, marked.snapshotChanges),
      present:
        newest === undefined ? { entries: present.size, exact: null, missing: 0 } : judged(present, newest),
      lostKeys,
      snapshots,
      lostValues: versions.lost,
    };
  } finally {
    await store.close();
  }
}

/** The readable content of a damaged store's files. */
function readRemains(directory: string) {
  try {
    const image = readPages(join(directory, STORE_FILE));
    try {
      const roots = rootsOf(image);
      const found = findRows(image, pagesInUse(image, roots));
      return {
        found,
        indexed: indexedKeys(image, roots),
        snapshotChanges: snapshotChangesOf(image, roots, found.snapshots.values()),
        marked: HighWaterMark.readFrom(directory),
      };
    } finally {
      image.close();
    }
  } catch (error) {
    throw toPersistenceError(error, directory);
  }
}

/** The numbers after one up to another; null if there are none. */
function after<Of extends number>(newest: Of, marked: Of): { readonly from: Of; readonly to: Of } | null {
  return marked > newest ? { from: (newest + 1) as Of, to: marked } : null;
}

function inOrder(snapshots: Iterable<FoundSnapshot>): FoundSnapshot[] {
  return [...snapshots].sort((a, b) => a.sequence - b.sequence);
}

function judged(
  state: ReadonlyMap<string, string>,
  written: Parameters<typeof isExactly>[1],
): RecoveredState {
  return {
    entries: state.size,
    exact: isExactly(state, written),
    missing: Math.max(0, written.entryCount - state.size),
  };
}

async function write(
  store: EnhancedPersistence,
  state: ReadonlyMap<string, string>,
  detail: string,
): Promise<void> {
  const entries = [...state].map(([key, text]) => ({ key: key as Key, text: text as JsonText }));
  await store.replace(exact(entries), { operation: "restore", detail, exact: true });
}

async function name(store: EnhancedPersistence, snapshot: FoundSnapshot): Promise<void> {
  const said: SaidOfSnapshot = {
    version: snapshot.version,
    createdAt: new Date(snapshot.createdAt).toISOString(),
    tags: snapshot.tags.filter((tag) => typeof tag === "string" && tag !== ""),
    description: snapshot.description,
    userInfo: snapshot.userInfo,
    pinned: snapshot.pinned,
    pinReason: snapshot.pinReason,
  };
  await store.snapshot(said);
}
