import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Key, Moment } from "../../shared/model/index.ts";
import { NOW } from "../../shared/model/index.ts";
import { createEnhancedPersistence, type EnhancedPersistence, setMember } from "../engine/index.ts";
import { exportFile, patchLines } from "../engine/transfer/index.ts";
import { differences } from "./comparison.ts";
import { keyChangesSince } from "./keyChanges.ts";
import { totalsTo } from "./largeChanges.ts";
import { DifferenceLists } from "./lists/differenceLists.ts";
import { FileStates } from "./lists/fileStates.ts";
import { KeyLists } from "./lists/keyLists.ts";

interface Asked {
  readonly store: EnhancedPersistence;
  readonly keys: readonly Key[];
  readonly before: Moment;
  readonly directory: string;
}

const FILTER = { kinds: null, filter: "" };

/** Everything that people and programs ask about several keys at a time. */
const QUESTIONS: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  "a page of keys": ({ store, keys }) =>
    new KeyLists(store).window(NOW, { filter: "", mode: "text" }, 0, keys.length),
  "a page of the keys that a filter leaves": ({ store, keys }) =>
    new KeyLists(store).window(NOW, { filter: "new key", mode: "text" }, 0, keys.length),
  "what changed since a moment": ({ store, keys, before }) => keyChangesSince(store, before, keys),
  "what differs among some keys": ({ store, keys, before }) =>
    differences(store, { from: before, to: NOW }, keys, {}),
  "what a restore of some keys would change": ({ store, keys, before }) => totalsTo(store, before, { keys }),
  "the values of a patch": async ({ store, keys, before }) => {
    const lines: string[] = [];
    const named = keys.map((key) => ({ key }));
    for await (const line of patchLines(store, before, NOW, named)) lines.push(line);
    expect(lines).toHaveLength(keys.length + 2);
  },
  "an export of some keys": ({ store, keys, directory }) =>
    exportFile(store, join(directory, "some.json"), NOW, "json", {}, keys),
  "one place in many values": ({ store, keys }) => setMember(store, keys, "/n", null, { dryRun: true }),
  "a comparison, with what was renamed in it": ({ store, before }) =>
    new DifferenceLists(store, new FileStates()).window(before, NOW, FILTER, 0, 1000),
};

/** A store that counts the calls that are made to it. */
function counted(store: EnhancedPersistence): { readonly store: EnhancedPersistence; calls: number } {
  const counting = {
    calls: 0,
    store: new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => {
          counting.calls += 1;
          return Reflect.apply(member, target, args);
        };
      },
    }),
  };
  return counting;
}

async function callsFor(count: number, ask: (asked: Asked) => Promise<unknown>): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "strata-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  onTestFinished(() => store.close());
  const all = Array.from({ length: 200 }, (_, i) => `key ${String(i).padStart(4, "0")}` as Key);
  const renamed = (from: string) => all.map((key, i) => [`${from} ${key}`, { text: `only in ${i}`, i }]);
  await store.save(Object.fromEntries([...all.map((key) => [key, { n: 1 }]), ...renamed("old")]));
  const before: Moment = { kind: "revision", revision: (await store.status()).revision };
  await store.save(Object.fromEntries([...all.map((key) => [key, { n: 2 }]), ...renamed("new")]));
  const counting = counted(store);
  await ask({ store: counting.store, keys: all.slice(0, count), before, directory });
  return counting.calls;
}

it.each(Object.keys(QUESTIONS))("%s is as many calls for 200 keys as for 20", async (name) => {
  const ask = QUESTIONS[name] as (asked: Asked) => Promise<unknown>;
  const calls = await callsFor(200, ask);
  expect(calls).toBe(await callsFor(20, ask));
  expect(calls).toBeLessThanOrEqual(6);
});
