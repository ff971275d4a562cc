import assert from "node:assert/strict";
import { documentOf, documents, keyOf } from "../documents.ts";
import type { OpenPeer, Peer } from "../peers/peer.ts";
import { distinctNumbers } from "../random.ts";
import { peakResidentSet } from "../room.ts";
import { sample } from "../sample.ts";
import { median } from "../statistics.ts";
import { Edits } from "./edits.ts";
import { assertHolds, measureGets, measureSets, measureStates, type Report, timeGets } from "./operations.ts";

/** What one process does. Each phase has a process of its own, so that memory and caches don't mix. */
export interface Phase {
  readonly name: keyof typeof phases;
  readonly keys: number;
  readonly snapshots: number;
}

/** The number of versions of the key whose history is read, after this number of snapshots. */
const VERSIONS = 10;

/** The key whose history is asked for. */
const WATCHED = 137;

type Run = (peer: Peer, directory: string, phase: Phase, report: Report) => Promise<void>;

const load: Run = async (peer, directory, { keys }, report) => {
  const store = await peer.open(directory);
  report("load", median(await sample({ times: 1, seconds: 0 }, () => store.load(documents(keys)))));
  await assertHolds(store, documentOf(keys - 1));
  await closeWith(store, "memoryLoad", report);
};

const cold: Run = async (peer, directory, { keys }, report) => {
  const [first = "", ...further] = distinctNumbers(100, keys, 3).map(keyOf);
  let store: OpenPeer | undefined;
  const taken = await sample({ times: 1, seconds: 0 }, async () => {
    store = await peer.open(directory);
    await store.get(first);
  });
  assert.ok(store);
  report("firstGet", median(taken));
  report("getCold", median(await timeGets(store, further, 2)));
  await store.close();
};

const work: Run = async (peer, directory, { keys }, report) => {
  const store = await openMeasured(peer, directory, report);
  const edits = new Edits(keys);
  await measureGets(store, keys, report);
  await measureSets(store, edits, report);
  await measureStates(store, edits, report);
  await closeWith(store, "memory", report);
};

const fifty: Run = async (peer, directory, { keys, snapshots }) => {
  const store = await peer.open(directory);
  const edits = new Edits(keys);
  for (let count = 0; count < snapshots; count++) {
    await store.setMany(edits.many(100));
    await store.commit?.();
  }
  await store.close();
};

const compact: Run = async (peer, directory) => {
  const store = await peer.open(directory);
  await store.compact?.();
  await store.close();
};

/** A store with many snapshots of one change each; every so often the change is to the watched key. */
const prepare: Run = async (peer, directory, { keys, snapshots }) => {
  const store = await peer.open(directory);
  await store.load(documents(keys));
  const edits = new Edits(keys);
  const every = Math.floor(snapshots / VERSIONS);
  for (let count = 0; count < snapshots; count++) {
    const document =
      count % every === 0 ? edits.next(WATCHED) : edits.next(WATCHED + 1 + (count % (keys - WATCHED - 1)));
    await store.set(document);
    await store.commit?.();
  }
  await store.compact?.();
  await store.close();
};

const many: Run = async (peer, directory, { keys, snapshots }, report) => {
  const store = await openMeasured(peer, directory, report);
  if (store.history) {
    const versions = await store.history(keyOf(WATCHED));
    assert.ok(versions >= VERSIONS, `Expected ${VERSIONS} versions of one key, found ${versions}.`);
    report("history", median(await sample({ times: 15, seconds: 1 }, () => store.history?.(keyOf(WATCHED)))));
  }
  const edits = new Edits(keys, snapshots);
  await measureGets(store, keys, report);
  await measureSets(store, edits, report);
  await measureStates(store, edits, report);
  await closeWith(store, "memory", report);
};

export const phases = { load, cold, work, fifty, compact, prepare, many };

async function openMeasured(peer: Peer, directory: string, report: Report): Promise<OpenPeer> {
  let store: OpenPeer | undefined;
  const taken = await sample({ times: 1, seconds: 0 }, async () => {
    store = await peer.open(directory);
  });
  report("open", median(taken));
  assert.ok(store);
  return store;
}

async function closeWith(store: OpenPeer, measure: "memory" | "memoryLoad", report: Report): Promise<void> {
  const elsewhere = store.peakMemory ? await store.peakMemory() : peakResidentSet();
  if (elsewhere !== null) report(measure, elsewhere);
  await store.close();
}
