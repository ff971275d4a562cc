import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NOW, type Revision } from "../../../shared/model/index.ts";
import type { StrataClient } from "../../client/index.ts";
import { AppProvider, createApp } from "../../state/app.ts";
import { MemoryStore, memoryClient, STORE } from "../../state/memoryClient.fixture.ts";
import { CompareView } from "./CompareView.tsx";

/** Differences are drawn in a worker, which a test's DOM does not have; they are not what is looked at here. */
class NoWorker {
  postMessage() {}
  terminate() {}
}

beforeEach(() => void vi.stubGlobal("Worker", NoWorker));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("a comparison that has found nothing so far does not say that the two are the same", async () => {
  const client = memoryClient(new MemoryStore({ a: "1" }));
  const found = Promise.withResolvers<void>();
  let asked = 0;
  const none = { added: 0, removed: 0, changed: 0 };
  const diff = {
    window: async () => {
      asked += 1;
      if (asked === 1) return { total: 0, totals: none, rows: [], partial: true };
      await found.promise;
      const rows = [{ key: "late", kind: "added", before: null, after: null }];
      return { total: 1, totals: { ...none, added: 1 }, rows };
    },
    totals: async () => ({ ...none, added: 1 }),
    values: async () => ({ before: null, after: "1" }),
  };
  const engine = { ...client.engine, diff } as unknown as StrataClient["engine"];
  const app = createApp({ ...client, engine });
  await app.getState().openStore({ store: STORE, name: "memory" });
  app.getState().compare({ kind: "revision", revision: 1 as Revision }, NOW);
  render(
    <AppProvider app={app}>
      <CompareView />
    </AppProvider>,
  );
  await expect.poll(() => asked).toBe(2);
  expect(screen.queryByText("These two are the same.")).toBeNull();
  const list = screen.getByRole("listbox", { name: "Changed keys" });
  found.resolve();
  await expect.poll(() => app.getState().selectedKey).toBe("late");
  expect(screen.getByRole("listbox", { name: "Changed keys" })).toBe(list);
});
