import assert from "node:assert/strict";
import { type Document, keyOf } from "../documents.ts";
import type { Measure } from "../measures.ts";
import type { OpenPeer, State } from "../peers/peer.ts";
import { distinctNumbers } from "../random.ts";
import { sample } from "../sample.ts";
import { median } from "../statistics.ts";
import type { Edits } from "./edits.ts";

export type Report = (measure: Measure, value: number) => void;

/** In how many keys the two states that are compared and restored differ. */
const APART = 100;

/** How many states are made to be compared and gone back to. */
const STATES = 6;

/** Gets of keys all over the store: each once, then the same ones again. */
export async function measureGets(store: OpenPeer, keys: number, report: Report): Promise<void> {
  const chosen = distinctNumbers(2_000, keys, 7).map(keyOf);
  report("get", median(await timeGets(store, chosen, 1)));
  report("getAgain", median(await timeGets(store, chosen, 1)));
}

/** Microseconds of each get, for as long as the seconds last. */
export function timeGets(store: OpenPeer, keys: readonly string[], seconds: number): Promise<number[]> {
  if (store.timeGets) return store.timeGets(keys);
  return sample({ times: keys.length, seconds }, (number) => store.get(keys[number]!));
}

export async function measureSets(store: OpenPeer, edits: Edits, report: Report): Promise<void> {
  const documents = Array.from({ length: 200 }, () => edits.next());
  report("set", median(await sample({ times: 200, seconds: 2 }, (number) => store.set(documents[number]!))));
}

/** What only a store with snapshots can do. Throws if a comparison or a restored value is wrong. */
export async function measureStates(store: OpenPeer, edits: Edits, report: Report): Promise<void> {
  if (!store.commit) return;
  const commits: number[] = [];
  for (let count = 0; count < 15; count++) {
    await store.set(edits.next());
    commits.push(...(await sample({ times: 1, seconds: 0 }, () => store.commit?.())));
    if (total(commits) > 2_000_000) break;
  }
  report("commit", median(commits));

  // All states differ in the same keys, so that any two of them are equally far apart and no pair is asked for twice.
  const numbers = edits.many(APART).map(({ value }) => value.id);
  const states: { state: State; document: Document }[] = [];
  for (let count = 0; count < STATES; count++) {
    const documents = numbers.map((number) => edits.next(number));
    await store.setMany(documents);
    states.push({ state: await store.commit(), document: documents[0]! });
  }

  if (store.compare) {
    const pairs = states.flatMap(({ state: from }, place) =>
      states.slice(place + 1).map(({ state: to }) => ({ from, to })),
    );
    report(
      "compare",
      median(
        await sample({ times: pairs.length, seconds: 1 }, async (number) => {
          const { from, to } = pairs[number]!;
          assert.equal(await store.compare?.(from, to), APART, "keys that differ between two states");
        }),
      ),
    );
  }
  if (store.restore) {
    const taken: number[] = [];
    for (let count = 0; count < 2 * STATES; count++) {
      const { state, document } = states[count % STATES]!;
      taken.push(...(await sample({ times: 1, seconds: 0 }, () => store.restore?.(state))));
      await assertHolds(store, document);
      if (total(taken) > 2_000_000) break;
    }
    report("restore", median(taken));
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Throws unless the store gives this document. */
export async function assertHolds(store: OpenPeer, { key, value }: Document): Promise<void> {
  const found = await store.get(key);
  assert.deepEqual(JSON.parse(JSON.stringify(found)), value, `the value of ${key}`);
}
