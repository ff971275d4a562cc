import { ORPCError } from "@orpc/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Key, NOW, type Revision } from "../../shared/model/index.ts";
import { type App, createApp } from "./app.ts";
import type { DraftKeeper } from "./draftKeeper.ts";
import { MemoryStore, memoryClient, STORE } from "./memoryClient.fixture.ts";
import type { Draft } from "./slices/drafts.ts";

class MemoryDrafts implements DraftKeeper {
  readonly kept = new Map<string, Draft>();
  load = async (place: string) =>
    new Map(
      [...this.kept].flatMap(([address, draft]) =>
        address.startsWith(`${place} `) ? [[address.slice(place.length + 1) as Key, draft] as const] : [],
      ),
    );
  put = async (place: string, key: Key, draft: Draft) => void this.kept.set(`${place} ${key}`, draft);
  remove = async (place: string, key: Key) => void this.kept.delete(`${place} ${key}`);
}

const key = (name: string) => name as Key;
const opened = { store: STORE, name: "memory" };
let memory: MemoryStore;
let keeper: MemoryDrafts;
let app: App;

beforeEach(async () => {
  memory = new MemoryStore({ a: "1", b: '{"x":1.0}' });
  keeper = new MemoryDrafts();
  app = createApp(memoryClient(memory), keeper);
  await app.getState().openStore(opened);
});

describe("an open store", () => {
  it("F11 gives way to the welcome page where the engine was stopped in it and left it closed", async () => {
    const client = memoryClient(memory);
    const closed = new ORPCError("FAILED", {
      status: 422,
      defined: true,
      data: { code: "NOT_FOUND", message: "This store is not open any more. Open it again." },
    });
    const changes = async () => Promise.reject(closed);
    const engine = { ...client.engine, stores: { ...client.engine.stores, changes } };
    const left = createApp({ ...client, engine: engine as unknown as typeof client.engine }, keeper);
    await left.getState().openStore(opened);
    await expect.poll(() => left.getState().view).toEqual({ kind: "welcome" });
    expect(left.getState().toasts.map(({ message }) => message)).toEqual([closed.data.message]);
  });

  it("has its status and snapshots on show, at the present", () => {
    expect(app.getState()).toMatchObject({
      store: STORE,
      status: { entryCount: 2 },
      view: { kind: "browse", at: NOW },
      selectedKey: null,
    });
  });

  it("follows what others change, and knows which keys that were", async () => {
    const before = app.getState().revisionTick;
    memory.write([["b", "2"]]);
    await vi.waitFor(() => expect(app.getState().revisionTick).toBe(before + 1));
    expect(app.getState().touchedKeys).toEqual(new Set(["b"]));
    expect(app.getState().status?.revision).toBe(2);
  });

  it("asks for its snapshots only when they changed, and then for what is different", async () => {
    const client = memoryClient(memory);
    const asked: (string | null)[] = [];
    const since = async ({ mark }: { mark: string | null }) => {
      asked.push(mark);
      const [newest, ...older] = memory.snapshots.map(({ metadata }) => metadata);
      const snapshots = mark === null ? older : newest ? [newest] : [];
      return { mark: `mark ${asked.length}`, whole: mark === null, snapshots, removed: [] };
    };
    const counting = {
      ...client,
      engine: { ...client.engine, snapshots: { ...client.engine.snapshots, since } },
    } as typeof client;
    memory.snapshot(["older"], null);
    memory.snapshot(["newer"], null);
    const watching = createApp(counting, keeper);
    await watching.getState().openStore(opened);
    const tags = () => watching.getState().snapshots.map((snapshot) => snapshot.tags[0]);
    expect(tags()).toEqual(["older"]);
    memory.write([["a", "2"]]);
    await vi.waitFor(() => expect(watching.getState().status?.revision).toBe(2));
    expect(asked).toEqual([null]);
    memory.snapshot(["newest"], null);
    await vi.waitFor(() => expect(tags()).toEqual(["newest", "older"]));
    expect(asked).toEqual([null, "mark 1"]);
    await watching.getState().closeStore();
  });

  it("shows nothing of a store that was closed", async () => {
    await app.getState().closeStore();
    expect(app.getState()).toMatchObject({ store: null, status: null, view: { kind: "welcome" } });
    const { revisionTick } = app.getState();
    memory.write([["b", "3"]]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.getState().revisionTick).toBe(revisionTick);
  });
});

describe("taking a snapshot", () => {
  it("lists it and says so", async () => {
    const snapshot = await app.getState().takeSnapshot({ tags: ["release"] });
    expect(app.getState().snapshots.map(({ version }) => version)).toEqual([snapshot?.version]);
    expect(app.getState().toasts.at(-1)?.message).toBe("Took snapshot release");
  });

  it("tells a failure and gives null", async () => {
    const client = memoryClient(memory);
    const failing = createApp(
      {
        ...client,
        engine: {
          ...client.engine,
          snapshots: {
            ...client.engine.snapshots,
            create: (() => Promise.reject(new Error("disk full"))) as never,
          },
        },
      },
      keeper,
    );
    await failing.getState().openStore(opened);
    expect(await failing.getState().takeSnapshot()).toBeNull();
    expect(failing.getState().toasts.at(-1)).toMatchObject({ message: "disk full", tone: "error" });
  });
});

describe("undo", () => {
  it("says what it took back", async () => {
    memory.write([["a", "5"]]);
    await app.getState().undo();
    expect(memory.state.get(key("a"))?.text).toBe("1");
    expect(app.getState().toasts.at(-1)?.message).toBe("Undid the edit of a");
  });

  it("says when there is nothing to take back", async () => {
    await app.getState().undo();
    expect(app.getState().toasts.at(-1)?.message).toBe("There is nothing to undo");
  });
});

describe("a draft", () => {
  const draft: Draft = { text: '{"x":2', base: { text: '{"x":1.0}' as never, since: 1 as Revision } };

  it("survives the end of the app, half-written as it is", async () => {
    app.getState().setDraft(key("b"), draft);
    await vi.waitFor(() => expect(keeper.kept.size).toBe(1), { timeout: 2000 });
    const next = createApp(memoryClient(memory), keeper);
    await next.getState().openStore(opened);
    expect(next.getState().drafts.get(key("b"))).toEqual(draft);
  });

  it("is forgotten once it is discarded", async () => {
    app.getState().setDraft(key("b"), draft);
    app.getState().discardDraft(key("b"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(keeper.kept.size).toBe(0);
    expect(app.getState().drafts.size).toBe(0);
  });

  it("does not follow into another store", async () => {
    app.getState().setDraft(key("b"), draft);
    await app.getState().closeStore();
    expect(app.getState().drafts.size).toBe(0);
  });
});

it("at most three notices are on show", () => {
  for (const message of ["one", "two", "three", "four"]) app.getState().notify({ message });
  expect(app.getState().toasts.map(({ message }) => message)).toEqual(["two", "three", "four"]);
});

it("a cancelled call is no error", () => {
  app.getState().fail(Object.assign(new Error("stopped"), { name: "AbortError" }));
  expect(app.getState().toasts).toEqual([]);
});
