import { ORPCError } from "@orpc/client";
import {
  preferences as preferencesSchema,
  remembered as rememberedSchema,
  type StoreProblem,
} from "../../shared/contract/index.ts";
import { equalJson, minify, preview, typeOf } from "../../shared/json/index.ts";
import type {
  EntrySummary,
  JsonText,
  Key,
  Moment,
  Revision,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  StoreId,
  StoreStatus,
  UndoStep,
} from "../../shared/model/index.ts";
import type { StrataClient } from "../client/index.ts";

type State = ReadonlyMap<Key, { readonly text: JsonText; readonly since: Revision }>;

export const STORE = "memory" as StoreId;

/** A client with one store in memory, for every call that the page makes, without a shell. */
export class MemoryStore {
  readonly states: State[] = [new Map()];
  readonly snapshots: { readonly metadata: SnapshotMetadata; readonly state: State }[] = [];
  /** The page's reports to the log. */
  readonly reports: string[] = [];
  /** The last view settings. */
  remembered = rememberedSchema.parse({});
  /** The rest of long values waits for this. */
  piecesFlow: Promise<void> = Promise.resolve();
  /** Each write of this page waits for this: a slow server. */
  putFlow: Promise<void> = Promise.resolve();
  /** Why the store is read-only. */
  readOnly: StoreStatus["readOnly"] = null;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #undo: UndoStep[] = [];

  #problems: readonly StoreProblem[] = [];
  #problemsTold = () => {};

  constructor(values: Readonly<Record<string, string>> = {}) {
    const since = 1 as Revision;
    const entries = Object.entries(values).map(
      ([key, text]) => [key as Key, { text: minify(text), since }] as const,
    );
    if (entries.length > 0) this.states.push(new Map(sorted(entries)));
  }

  get revision(): Revision {
    return (this.states.length - 1) as Revision;
  }

  get state(): State {
    return this.states.at(-1) as State;
  }

  at(moment: Moment): State {
    if (moment.kind === "now") return this.state;
    if (moment.kind === "revision") return this.states[moment.revision] ?? new Map();
    return this.snapshots.find(({ metadata }) => metadata.version === moment.version)?.state ?? new Map();
  }

  /** Writes as another window would: this page is notified by the change feed. */
  write(
    changes: readonly (readonly [key: string, text: string | null])[],
    operation: UndoStep["operation"] = "set",
  ) {
    const next = new Map(this.state);
    const since = (this.revision + 1) as Revision;
    for (const [key, text] of changes) {
      if (text === null) next.delete(key as Key);
      else next.set(key as Key, { text: minify(text), since });
    }
    this.states.push(new Map(sorted([...next])));
    const key = changes.length === 1 ? ((changes[0]?.[0] ?? null) as Key | null) : null;
    this.#undo.push({ revision: since, operation, touched: changes.length, key, detail: null });
    const change = { revision: since, snapshots: false, keys: changes.map(([name]) => name) };
    for (const listener of this.#listeners) listener(change);
    return since;
  }

  /** Reports problems of the engine's background work. */
  tellProblems(problems: readonly StoreProblem[]) {
    this.#problems = problems;
    this.#problemsTold();
  }

  async *problems(signal?: AbortSignal): AsyncGenerator<readonly StoreProblem[]> {
    for (let sent: readonly StoreProblem[] | undefined; !signal?.aborted; ) {
      if (sent !== this.#problems) {
        sent = this.#problems;
        yield sent;
      } else {
        await new Promise<void>((resolve) => {
          this.#problemsTold = resolve;
          signal?.addEventListener("abort", () => resolve());
        });
      }
    }
  }

  async *changes(signal?: AbortSignal): AsyncGenerator<StoreChange> {
    const queue: StoreChange[] = [];
    let wake = () => {};
    const listener = (change: StoreChange) => {
      queue.push(change);
      wake();
    };
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => wake());
    try {
      while (!signal?.aborted) {
        const next = queue.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }

  status(): StoreStatus {
    const sizes = [...this.state.values()].map(({ text }) => text.length);
    return {
      store: STORE,
      name: "memory",
      location: null,
      readOnly: this.readOnly,
      revision: this.revision,
      entryCount: this.state.size,
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      snapshotCount: this.snapshots.length,
      unsnapshotted: null,
      undo: this.#undo.at(-1) ?? null,
      redo: null,
    };
  }

  undo(): UndoStep | null {
    const step = this.#undo.pop();
    if (!step) return null;
    this.states.push(this.states[step.revision - 1] ?? new Map());
    for (const listener of this.#listeners)
      listener({ revision: this.revision, snapshots: false, keys: null });
    return step;
  }

  snapshot(tags: readonly string[], description: string | null): SnapshotMetadata {
    const serial = (this.snapshots.length + 1).toString(16).padStart(8, "0");
    const metadata: SnapshotMetadata = {
      version: `v1795409235-${serial}` as SnapshotVersion,
      createdAt: new Date(Date.UTC(2026, 10, 20, 9, this.snapshots.length)).toISOString(),
      tags,
      description,
      userInfo: {},
      kind: "full",
      baseVersion: null,
      deltaSize: null,
      pinned: false,
      pinReason: null,
      revision: this.revision,
      entryCount: this.state.size,
      sizeBytes: this.status().sizeBytes,
      checksum: "0".repeat(64),
    };
    this.snapshots.unshift({ metadata, state: this.state });
    for (const listener of this.#listeners) listener({ revision: this.revision, snapshots: true, keys: [] });
    return metadata;
  }

  changesSince(moment: Moment, keys: readonly Key[]): { key: Key; change: "changed" | "removed" }[] {
    const then = this.at(moment);
    return keys.flatMap((key): { key: Key; change: "changed" | "removed" }[] => {
      const now = this.state.get(key);
      if (now === undefined) return [{ key, change: "removed" }];
      return now.text === then.get(key)?.text ? [] : [{ key, change: "changed" }];
    });
  }

  summaries(moment: Moment, filter: string): EntrySummary[] {
    const wanted = filter.toLowerCase();
    return [...this.at(moment)]
      .filter(([key]) => key.toLowerCase().includes(wanted))
      .map(([key, { text, since }]) => ({
        key,
        type: typeOf(text),
        size: text.length,
        preview: preview(text),
        since,
      }));
  }
}

/** The client of a page on this store. Calls that no test needs are missing and throw. */
export function memoryClient(memory: MemoryStore): StrataClient {
  const conflict = (message: string) =>
    new ORPCError("FAILED", { status: 422, defined: true, data: { code: "CONFLICT", message } });
  const idle = async function* (signal?: AbortSignal) {
    await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
  };
  type Put = { key: Key; text: string; expected?: Revision | null };
  const engine = {
    stores: {
      status: async () => memory.status(),
      changes: async (_: unknown, options?: { signal?: AbortSignal }) => memory.changes(options?.signal),
      problems: async (_: unknown, options?: { signal?: AbortSignal }) => memory.problems(options?.signal),
    },
    snapshots: {
      since: async () => ({
        mark: "all",
        whole: true,
        snapshots: memory.snapshots.map(({ metadata }) => metadata),
        removed: [],
      }),
      create: async (input: { tags: string[]; description: string | null }) =>
        memory.snapshot(input.tags, input.description),
    },
    entries: {
      window: async (input: { at: Moment; filter: string; offset: number; limit: number }) => {
        const rows = memory.summaries(input.at, input.filter);
        return { total: rows.length, rows: rows.slice(input.offset, input.offset + input.limit) };
      },
      changesSince: async (input: { at: Moment; keys: Key[] }) => memory.changesSince(input.at, input.keys),
      position: async (input: { at: Moment; filter: string; key: Key }) => {
        const index = memory.summaries(input.at, input.filter).findIndex(({ key }) => key === input.key);
        return index < 0 ? null : index;
      },
      get: async (input: { at: Moment; key: Key; cut?: { over: number; to: number } }) => {
        const entry = memory.at(input.at).get(input.key);
        if (!entry) return null;
        const { length } = entry.text;
        const text = input.cut && length > input.cut.over ? entry.text.slice(0, input.cut.to) : entry.text;
        return { key: input.key, ...entry, text, length };
      },
      async pieces(input: { at: Moment; key: Key }) {
        await memory.piecesFlow;
        const entry = memory.at(input.at).get(input.key);
        return (async function* () {
          if (entry) yield { piece: entry.text, since: entry.since };
        })();
      },
      put: async ({ key, text, expected }: Put) => {
        await memory.putFlow;
        const now = memory.state.get(key);
        if (expected !== undefined && (now?.since ?? null) !== expected) {
          throw conflict(`The key ${key} is another one than you started from.`);
        }
        if (now && equalJson(now.text, text)) return { revision: null };
        return { revision: memory.write([[key, text]]) };
      },
      delete: async ({ keys }: { keys: Key[] }) => ({
        revision: memory.write(
          keys.map((key) => [key, null] as const),
          "delete",
        ),
        deleted: keys.length,
      }),
      rename: async ({ from, to }: { from: Key; to: Key }) => {
        if (memory.state.has(to)) throw conflict(`There is a key ${to} already.`);
        const text = memory.state.get(from)?.text ?? null;
        const changes = [
          [from, null],
          [to, text],
        ] as const;
        return { revision: memory.write(changes, "rename") };
      },
    },
    history: { undo: async () => memory.undo(), redo: async () => null, revisions: async () => [] },
  };
  const shell = {
    events: async (_: unknown, options?: { signal?: AbortSignal }) => idle(options?.signal),
    ping: async () => undefined,
    report: async ({ text }: { readonly text: string }) => {
      memory.reports.push(text);
    },
    preferences: {
      get: async () => preferencesSchema.parse({}),
      set: async (change: object) => preferencesSchema.parse(change),
    },
    remembered: { get: async () => memory.remembered, set: async () => undefined },
    recents: { list: async () => [] },
    stores: {
      initial: async () => ({ store: STORE, name: "memory" }),
      close: async () => undefined,
      select: async () => undefined,
      splitKeys: async () => undefined,
    },
  };
  return {
    shellKind: "browser",
    engine: engine as unknown as StrataClient["engine"],
    shell: shell as unknown as StrataClient["shell"],
    desktop: null,
    files: {
      chooseImport: async () => null,
      fromDrop: async () => {
        throw new Error("No files here");
      },
      saveAs: async () => null,
    },
    connection: { current: () => "connected", subscribe: () => () => undefined },
  };
}

function sorted<Value>(entries: readonly (readonly [Key, Value])[]): (readonly [Key, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
