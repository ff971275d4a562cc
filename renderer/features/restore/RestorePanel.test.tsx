import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Key, KeyDifference, Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import type { StrataClient } from "../../client/index.ts";
import { AppProvider, createApp } from "../../state/app.ts";
import { RestorePanel } from "./RestorePanel.tsx";

const snapshot = (version: string, tags: string[]) =>
  ({
    version,
    tags,
    description: null,
    createdAt: "2025-10-06T12:00:00Z",
    revision: 1,
  }) as unknown as SnapshotMetadata;

const newest = snapshot("v2-00000002", ["release"]);
const oldest = snapshot("v1-00000001", ["release"]);
const to: Moment = { kind: "snapshot", version: newest.version };

const rows = [
  { key: "a", kind: "changed", before: null, after: null },
  { key: "b", kind: "added", before: null, after: null },
] as unknown as KeyDifference[];

interface Applied {
  readonly to: Moment;
  readonly keys?: readonly Key[];
}

function setUp(differs = true) {
  const applied: Applied[] = [];
  const counted = (keys: readonly string[] | undefined) => {
    const chosen = rows.filter(({ key }) => differs && (keys === undefined || keys.includes(key)));
    return {
      added: chosen.filter(({ kind }) => kind === "added").length,
      changed: chosen.filter(({ kind }) => kind === "changed").length,
      removed: 0,
    };
  };
  const engine = {
    stores: { status: async () => ({}) },
    snapshots: {
      since: async () => ({ mark: "all", whole: true, snapshots: [newest, oldest], removed: [] }),
    },
    diff: {
      window: async () => ({ total: differs ? 2 : 0, totals: counted(undefined), rows: differs ? rows : [] }),
    },
    restore: {
      preview: async ({ keys }: { keys?: string[] }) => counted(keys),
      apply: async (input: Applied) => {
        applied.push(input);
        return { revision: 7, counts: counted(input.keys) };
      },
    },
  };
  const app = createApp({ engine } as unknown as StrataClient, {
    load: async () => new Map(),
    put: async () => {},
    remove: async () => {},
  });
  app.setState({ store: "s" as never, snapshots: [newest, oldest], dialog: { kind: "restore", to } });
  render(
    <AppProvider app={app}>
      <RestorePanel />
    </AppProvider>,
  );
  return { app, applied };
}

beforeEach(() => {
  // Lists draw what fits in their height, and a page without layout has none.
  for (const [name, value] of [
    ["offsetHeight", 400],
    ["offsetWidth", 400],
    ["clientHeight", 400],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  }
});
afterEach(cleanup);

describe("going back", () => {
  it("says what it changes, does it by a button with the count, and offers Undo", async () => {
    const { app, applied } = setUp();
    await userEvent.click(await screen.findByRole("button", { name: "Restore 2 keys" }));
    await waitFor(() => expect(applied).toHaveLength(1));
    expect(applied[0]).toMatchObject({ to });
    expect(applied[0]?.keys).toBeUndefined();
    await waitFor(() => expect(app.getState().toasts.at(-1)?.undo).toBe(7));
    expect(app.getState().dialog).toBeNull();
  });

  it("may be for chosen keys alone", async () => {
    const { applied } = setUp();
    await userEvent.click(await screen.findByRole("button", { name: "Choose keys…" }));
    expect(screen.getByRole("button", { name: "Restore" }).hasAttribute("disabled")).toBe(true);
    const list = screen.getByRole("listbox", { name: "Keys to restore" });
    await userEvent.click(await within(list).findByRole("option", { name: "b, comes back" }));
    await userEvent.click(await screen.findByRole("button", { name: "Restore 1 key" }));
    await waitFor(() => expect(applied[0]?.keys).toEqual(["b"]));
  });

  it("of a tag that several snapshots carry may be the oldest", async () => {
    const { app } = setUp();
    await userEvent.click(await screen.findByRole("radio", { name: "Oldest" }));
    expect(app.getState().dialog).toEqual({
      kind: "restore",
      to: { kind: "snapshot", version: oldest.version },
    });
  });

  it("to what is there already has nothing to do", async () => {
    setUp(false);
    expect(await screen.findByText("These two are the same.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Restore" }).hasAttribute("disabled")).toBe(true);
  });
});
