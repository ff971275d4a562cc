// @vitest-environment happy-dom
import { ORPCError } from "@orpc/client";
import { beforeEach, expect, it, vi } from "vitest";
import type { Key, Revision } from "../../shared/model/index.ts";
import type { ConnectionState, StrataClient } from "../client/index.ts";
import { ConnectionLostError } from "../client/index.ts";
import { type DraftKeeper, shellDrafts } from "./draftKeeper.ts";
import { MemoryStore, memoryClient, STORE } from "./memoryClient.fixture.ts";
import type { Draft } from "./slices/drafts.ts";

/** A shell that keeps drafts in memory, and can be disconnected. */
class Shell {
  readonly kept = new Map<string, string>();
  isAway = false;
  readsAway = false;
  refuses = false;
  calls = 0;
  #pieces = "";
  readonly #listeners = new Set<() => void>();
  state: ConnectionState = "connected";

  readonly client: StrataClient = {
    ...memoryClient(new MemoryStore()),
    connection: {
      current: () => this.state,
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    },
    shell: {
      drafts: {
        list: async () => [...this.kept.keys()],
        read: async ({ key, from }: { key: string; from: number }) => {
          if (this.readsAway) throw new ConnectionLostError("away");
          return this.kept.get(key)?.slice(from, from + 1000) || null;
        },
        write: async ({
          key,
          piece,
          from,
          isLast,
        }: {
          key: string;
          piece: string;
          from: number;
          isLast: boolean;
        }) => {
          this.#answer();
          this.#pieces = from === 0 ? piece : this.#pieces + piece;
          if (isLast) this.kept.set(key, this.#pieces);
        },
        remove: async ({ key }: { key: string }) => {
          this.#answer();
          this.kept.delete(key);
        },
      },
    } as unknown as StrataClient["shell"],
  };

  come(): void {
    this.isAway = false;
    for (const listener of this.#listeners) listener();
  }

  #answer(): void {
    this.calls += 1;
    if (this.isAway) throw new ConnectionLostError("away");
    if (this.refuses) throw new ORPCError("FAILED", { status: 422, message: "full" });
  }
}

const draft = (text: string): Draft => ({ text, base: { text: "1" as never, since: 1 as Revision } });
const key = "k" as Key;
let shell: Shell;
let keeper: DraftKeeper;
const problems: string[] = [];
const unreadable = (error: unknown) => problems.push((error as Error).message);

beforeEach(() => {
  Object.defineProperty(navigator, "locks", {
    configurable: true,
    value: {
      request: async (_name: string, _options: object, act: (lock: object) => unknown) => act({}),
      query: async () => ({ held: [] }),
    },
  });
  shell = new Shell();
  keeper = shellDrafts(shell.client);
});

it("F13 hands a draft over in pieces and gets it back whole", async () => {
  const long = draft("\u{1F680}".repeat(200_000));
  await keeper.put(STORE, key, long);
  expect(shell.calls).toBeGreaterThan(3);
  expect((await keeper.load(STORE, unreadable)).get(key)).toEqual(long);
  await keeper.remove(STORE, key);
  expect(shell.kept.size).toBe(0);
});

it("F13 counts what only this page has while the shell is away, and sends the latest of it afterwards", async () => {
  const counts: number[] = [];
  keeper.unkept?.subscribe(() => counts.push(keeper.unkept?.current() ?? -1));
  shell.isAway = true;
  await keeper.put(STORE, key, draft("1"));
  await keeper.put(STORE, key, draft("12"));
  await keeper.put(STORE, "other" as Key, draft("x"));
  expect(counts).toEqual([1, 2]);
  await keeper.remove(STORE, "other" as Key);
  expect(counts).toEqual([1, 2, 1]);
  shell.come();
  await vi.waitFor(() => expect(keeper.unkept?.current()).toBe(0));
  expect([...shell.kept].map(([name, text]) => [name, JSON.parse(text).text])).toEqual([["k", "12"]]);
});

it("F13 says what the shell refuses, once", async () => {
  shell.refuses = true;
  await expect(keeper.put(STORE, key, draft("1"))).rejects.toThrow("full");
  expect(keeper.unkept?.current()).toBe(0);
});

it("F13 keeps the order of changes to one key", async () => {
  await Promise.all([
    keeper.put(STORE, key, draft("1")),
    keeper.remove(STORE, key),
    keeper.put(STORE, key, draft("2")),
  ]);
  expect(JSON.parse(shell.kept.get(key) ?? "").text).toBe("2");
  await Promise.all([keeper.put(STORE, key, draft("3")), keeper.remove(STORE, key)]);
  expect(shell.kept.size).toBe(0);
});

it.each([
  '{"text":"1","ba',
  "null",
  "[]",
  '{"text":7,"base":null}',
  '{"text":"1","base":{"text":"{","since":1}}',
  '{"text":"1","base":null,"field":{"path":{},"part":"value","before":"1","written":"2"}}',
  '{"text":"1","base":null,"field":{"path":[],"part":"value","before":"\\"","written":"2"}}',
  "\u0000".repeat(100),
])(
  "F13 an unsaved edit whose file is damaged, as %s, is said and keeps no other from coming back",
  async (damaged) => {
    problems.length = 0;
    await keeper.put(STORE, key, draft("1"));
    shell.kept.set("damaged", damaged);
    await keeper.put(STORE, "last" as Key, draft("2"));
    expect([...(await keeper.load(STORE, unreadable)).keys()]).toEqual([key, "last"]);
    expect(problems).toEqual([expect.stringMatching(/^The unsaved edit of damaged could not be read/)]);
  },
);

it("F13 a connection that is lost while edits are read is said as that, and not as damage", async () => {
  problems.length = 0;
  await keeper.put(STORE, key, draft("1"));
  shell.readsAway = true;
  await expect(keeper.load(STORE, unreadable)).rejects.toThrow(ConnectionLostError);
  expect(problems).toEqual([]);
});
