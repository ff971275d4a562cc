import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createCachedPersistence,
  createEnhancedPersistence,
  type EnhancedPersistence,
  PersistenceError,
} from "../index.ts";
import { failureOf, openStore } from "../stores.fixture.ts";
import { type CallName, SIGNATURES } from "./signatures.ts";
import { casesFor } from "./wrongArguments.fixture.ts";

const unhandled = vi.fn();
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  unhandled.mockReset();
  process.on("unhandledRejection", unhandled);
});

afterEach(async () => {
  await settled();
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

type Call = (...args: unknown[]) => unknown;

/** The error of a call with these arguments, thrown or rejected; undefined if it does not fail. */
async function outcome(call: Call, args: readonly unknown[]): Promise<unknown> {
  try {
    const given = await call(...args);
    const isStream = typeof given === "object" && given !== null && Symbol.asyncIterator in given;
    if (isStream) await (given as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function everythingOf(store: EnhancedPersistence) {
  const { revision, snapshotCount, undo } = await store.status();
  return { revision, snapshotCount, undo, state: await store.load(), snapshots: await store.listSnapshots() };
}

describe("public calls", () => {
  it.each(["a store", "a cached store"])(
    "F17 every call of %s refuses each wrong argument with a typed error and changes nothing",
    async (kind) => {
      const own = await openStore();
      const store = kind === "a store" ? own : createCachedPersistence(own);
      await own.save({ a: { b: 1 }, c: "d" });
      const version = await own.createSnapshot("t");
      await own.set("c", "e");
      const before = await everythingOf(own);
      const cases = Object.entries(casesFor(version)) as [CallName, ReturnType<typeof casesFor>[CallName]][];
      expect(cases.map(([name]) => name).sort()).toEqual(Object.keys(SIGNATURES).sort());
      const faults: string[] = [];
      let tried = 0;
      for (const [name, { right, wrong }] of cases) {
        for (const [position, values] of wrong.entries()) {
          for (const value of values) {
            const args = right.with(position, value);
            const failure = await outcome(store[name] as Call, args);
            tried += 1;
            if (!(failure instanceof PersistenceError) || failure.code === "STORAGE") {
              faults.push(
                `${name}, argument ${position}: ${typeof value} ${JSON.stringify(value)} gives ${String(failure)}`,
              );
            }
          }
        }
      }
      expect(faults).toEqual([]);
      expect(tried).toBeGreaterThan(500);
      expect((await own.getMetrics()).errorCount).toBe(tried);
      expect(await everythingOf(own)).toEqual(before);
    },
  );

  it("F17 save refuses whatever is no plain object of JSON values, and names the key and the place", async () => {
    const store = await openStore();
    await store.set("kept", 1);
    for (const [data, message] of [
      [Promise.resolve({ a: 1 }), /got a Promise/],
      [new Map([["x", 1]]), /got a Map/],
      [new Date(), /got a Date/],
      [[], /got an array/],
      [null, /got null/],
      [() => ({}), /got a function/],
    ] as const) {
      const failure = await failureOf(store.save(data as never));
      expect(failure).toMatchObject({
        code: "INVALID_VALUE",
        pointer: "",
        message: expect.stringMatching(message),
      });
    }
    expect(await failureOf(store.save({ a: { b: [new Set()] } }))).toMatchObject({
      code: "INVALID_VALUE",
      key: "a",
      pointer: "/b/0",
    });
    expect(await store.load()).toEqual({ kept: 1 });
  });

  it.each([
    [
      "restoreSnapshotByTag",
      ["t", "latest"],
      'Expected the "latest" argument of restoreSnapshotByTag to be true or false, got "latest".',
    ],
    ["snapshot", [{ tag: "t" }], /^There is no option "tag" of snapshot\. The options are tags, /],
    ["history", ["a"], 'Expected the "options" argument of history to be an object, got undefined.'],
    [
      "history",
      ["a", { limit: "ten" }],
      'Expected the "limit" option of history to be a whole number of 0 or more, got "ten".',
    ],
    [
      "prune",
      [{ keepRevisions: -1, dryRun: true }],
      'Expected the "keepRevisions" option of prune to be a whole number of 0 or more, got -1.',
    ],
    ["restoreSnapshot", [7], 'Expected the "version" argument of restoreSnapshot to be a text, got 7.'],
    ["get", [new Date()], "Expected the key to be a text, got a Date."],
  ] as const)("F17 %s(%j) says in one shape of words what was expected", async (name, args, message) => {
    const store = await openStore();
    const failure = (await outcome(store[name] as Call, args)) as Error;
    if (typeof message === "string") expect(failure.message).toBe(message);
    else expect(failure.message).toMatch(message);
  });

  it("F17 refuses what is no options object or no persistence when it is made", async () => {
    for (const options of [null, 7, "x", [], new Map()]) {
      expect(await failureOf(createEnhancedPersistence(options as never))).toMatchObject({
        code: "INVALID_OPTION",
      });
    }
    for (const args of [[undefined], [{}], [null, 1]]) {
      expect(() => createCachedPersistence(...(args as [never]))).toThrow(PersistenceError);
    }
    const store = await openStore();
    for (const seconds of [-1, Number.NaN, "300", null, Number.POSITIVE_INFINITY]) {
      expect(() => createCachedPersistence(store, seconds as never)).toThrow(/"ttlSeconds" argument .* got/);
    }
  });

  it.each(["a store", "a cached store"])(
    "F17 every method of %s works when it is taken off",
    async (kind) => {
      const own = await openStore();
      const {
        get,
        set,
        save,
        delete: remove,
        load,
        snapshot,
        restoreSnapshot,
        undo,
        scan,
        close,
      } = kind === "a store" ? own : createCachedPersistence(own);
      await save({ a: 1 });
      const { version } = await snapshot();
      await set("b", 2);
      expect(await get("b")).toBe(2);
      expect(await remove("a")).toBe(true);
      expect(await load()).toEqual({ b: 2 });
      expect(await restoreSnapshot(version)).toEqual({ a: 1 });
      await undo();
      const keys: string[] = [];
      for await (const { key } of scan({ kind: "now" })) keys.push(key);
      expect(keys).toEqual(["b"]);
      await close();
      expect(await failureOf(get("b"))).toMatchObject({ code: "STORE_CLOSED" });
    },
  );

  it("F17 a replacement's source is checked as a set is, whatever it is", async () => {
    const store = await openStore();
    await store.set("kept", 1);
    const wrong = { key: "a", text: "{]" } as never;
    async function* later() {
      yield [{ key: "b", text: "1" }, wrong] as never;
    }
    for (const source of [[wrong], new Set([wrong]), later()]) {
      expect(await failureOf(store.replace(source, { operation: "import" }))).toMatchObject({
        code: "INVALID_VALUE",
        key: "a",
      });
    }
    expect(await store.load()).toEqual({ kept: 1 });
    await store.replace([{ key: "a", text: "[ 1, 2 ]" } as never], { operation: "import" });
    expect(await store.getText("a")).toBe("[1,2]");
  });
});

describe("listeners", () => {
  const defect = new Error("the listener's own");

  it.each([
    [
      "throws",
      () => {
        throw defect;
      },
    ],
    ["rejects", () => Promise.reject(defect)],
  ])(
    "F17 a change listener that %s is reported, and neither the write nor another listener notices",
    async (_, listener) => {
      const store = await openStore();
      const problems: Error[] = [];
      const changes: unknown[] = [];
      store.onChange(listener);
      store.onChange((change) => changes.push(change));
      store.onProblem(() => {
        throw new Error("and this one's, too");
      });
      store.onProblem((problem) => problems.push(problem));
      const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
      await store.set("a", 1);
      await settled();
      expect(changes).toHaveLength(1);
      expect(problems).toEqual([defect]);
      expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: "and this one's, too" }));
      warned.mockRestore();
      expect(await store.get("a")).toBe(1);
    },
  );

  it("F17 without anybody who listens for problems the process warns", async () => {
    const store = await openStore();
    store.onChange(() => {
      throw defect;
    });
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    await store.set("a", 1);
    expect(warned).toHaveBeenCalledWith(defect);
    warned.mockRestore();
  });

  it("F17 a progress listener that throws fails its own call, which leaves nothing", async () => {
    const store = await openStore();
    await store.set("kept", 1);
    const onProgress = () => {
      throw defect;
    };
    expect(await failureOf(store.replace([], { operation: "clear", onProgress }))).toBe(defect);
    expect(await store.load()).toEqual({ kept: 1 });
  });
});
