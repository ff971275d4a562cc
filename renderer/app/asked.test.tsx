import { act, cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Key, NOW, type Revision } from "../../shared/model/index.ts";
import type { StrataClient } from "../client/index.ts";
import { CompareView } from "../features/diff/CompareView.tsx";
import { Editor } from "../features/editor/Editor.tsx";
import { saveDraft } from "../features/editor/saveDraft.ts";
import { Explorer } from "../features/explorer/Explorer.tsx";
import { BlameTree } from "../features/history/BlameTree.tsx";
import { VersionList } from "../features/history/VersionList.tsx";
import { RestorePanel } from "../features/restore/RestorePanel.tsx";
import { StatusLine } from "../features/status/StatusLine.tsx";
import { Timeline } from "../features/timeline/Timeline.tsx";
import { type App, AppProvider, createApp } from "../state/app.ts";
import { MemoryStore, memoryClient, STORE } from "../state/memoryClient.fixture.ts";

/** Differences are drawn in a worker, which a test's DOM does not have; they are not what is counted here. */
class NoWorker {
  postMessage() {}
  terminate() {}
}

beforeEach(() => void vi.stubGlobal("Worker", NoWorker));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const key = "a" as Key;
const first = { kind: "revision", revision: 1 as Revision } as const;

/** A client that writes down what is asked of the engine, one line for each call. */
function recording(memory: MemoryStore): { readonly client: StrataClient; readonly calls: string[] } {
  const client = memoryClient(memory);
  const calls: string[] = [];
  const record = {
    revision: 1,
    at: 0,
    operation: "set",
    touched: 1,
    key,
    detail: null,
    author: null,
    message: null,
  };
  const one = { added: 0, removed: 0, changed: 1 };
  const idle = async function* (signal?: AbortSignal) {
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  };
  const more: Readonly<Record<string, object>> = {
    entries: { changesSince: async () => [{ key, change: "changed" }] },
    diff: {
      window: async () => ({
        total: 1,
        totals: one,
        rows: [{ key, kind: "changed", before: null, after: null }],
      }),
      values: async () => ({ before: "1", after: "2" }),
    },
    restore: { preview: async () => one },
    watch: { statuses: async (_: unknown, { signal }: { signal: AbortSignal }) => idle(signal) },
    history: {
      ofKey: async () => [{ text: "1", revision: record, until: null }],
      blame: async () => ({ places: [], complete: true }),
    },
  };
  const groups = Object.entries({ ...more, ...client.engine }).map(([group, known]) => {
    const calling = Object.entries({ ...known, ...more[group] }).map(([name, call]) => [
      name,
      (...given: readonly unknown[]) => {
        calls.push(`${group}.${name}`);
        return (call as (...all: readonly unknown[]) => unknown)(...given);
      },
    ]);
    return [group, Object.fromEntries(calling)];
  });
  return { client: { ...client, engine: Object.fromEntries(groups) }, calls };
}

/** Resolves once nothing has been asked for a while, longer than any pause before a question. */
async function quiet(calls: readonly string[]): Promise<void> {
  for (let before = -1; before !== calls.length; ) {
    before = calls.length;
    await act(() => new Promise((resolve) => setTimeout(resolve, 500)));
  }
}

type View = readonly [name: string, view: ReactNode, asked: readonly string[], prepare?: (app: App) => void];

const views: readonly View[] = [
  ["the keys", <Explorer key="view" at={NOW} />, ["entries.window"]],
  ["the keys of a past moment", <Explorer key="view" at={first} />, ["entries.changesSince"]],
  ["the value", <Editor key="view" at={NOW} />, ["entries.get"]],
  // It marks what is another value in the present.
  ["the value at a past moment", <Editor key="view" at={first} />, ["entries.get"]],
  ["the timeline", <Timeline key="view" />, ["history.revisions"]],
  ["the status line", <StatusLine key="view" />, []],
  [
    "the versions of the key",
    <VersionList key="view" name={key} pointer="" onDone={() => {}} />,
    ["history.ofKey"],
  ],
  [
    "the blame of the key",
    <BlameTree key="view" name={key} onChoose={() => {}} />,
    ["entries.get", "history.blame"],
  ],
  [
    "a comparison with the present",
    <CompareView key="view" />,
    ["diff.values", "diff.window"],
    (app) => app.getState().compare(first, NOW),
  ],
  [
    "a comparison of two past moments",
    <CompareView key="view" />,
    [],
    (app) => app.getState().compare(first, { kind: "revision", revision: 0 as Revision }),
  ],
  [
    "the restore panel",
    <RestorePanel key="view" />,
    ["diff.window", "restore.preview"],
    (app) => app.getState().show({ kind: "restore", to: first }),
  ],
];

for (const [name, view, asked, prepare] of views)
  it(`after a save ${name} is asked for once`, async () => {
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 800 });
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 600 });
    const { client, calls } = recording(new MemoryStore({ a: "1", b: "2" }));
    const app = createApp(client);
    await app.getState().openStore({ store: STORE, name: "memory" });
    app.getState().remember({ valueMode: "text" });
    app.getState().selectKey(key);
    prepare?.(app);
    render(<AppProvider app={app}>{view}</AppProvider>);
    await quiet(calls);
    const stored = await client.engine.entries.get({ store: STORE, at: NOW, key });
    app.getState().setDraft(key, { text: "7", base: stored });
    const tick = app.getState().revisionTick;
    calls.length = 0;

    await act(async () => void (await saveDraft(app, key)));
    await quiet(calls);
    expect([...calls].sort()).toEqual(["entries.put", "stores.status", ...asked].sort());
    expect(app.getState().revisionTick).toBe(tick + 1);
  });
