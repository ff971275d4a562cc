import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Key } from "../../shared/model/index.ts";
import { useApp } from "../state/app.ts";
import type { DraftKeeper } from "../state/draftKeeper.ts";
import { showOn } from "../state/page.fixture.tsx";
import type { Draft } from "../state/slices/drafts.ts";
import { Boundary } from "./Boundary.tsx";

let isBroken = true;
function Fragile() {
  const filter = useApp((state) => state.filter);
  if (isBroken && filter !== "harmless") throw new Error("Too many eggs in one basket");
  return <p>All eggs</p>;
}

function Page() {
  const filter = useApp((state) => state.filter);
  return (
    <>
      <p>The rest</p>
      <Boundary what="the eggs" shown={[filter]}>
        <Fragile />
      </Boundary>
    </>
  );
}

beforeEach(() => {
  isBroken = true;
  // React tells the console as well.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

describe("a panel that fails to render", () => {
  it("says so in its own place, leaves the rest, and has it written down", async () => {
    const { memory } = await showOn({ a: "1" }, <Page />);
    expect(screen.getByText("The rest")).toBeTruthy();
    const text = screen.getByRole("alert").textContent ?? "";
    expect(text).toContain("The eggs can't be shown");
    expect(text).toContain("Too many eggs in one basket");
    await waitFor(() => expect(memory.reports).toHaveLength(1));
    expect(memory.reports[0]).toMatch(/^While showing the eggs: Error: Too many eggs.*\n.*\bFragile\b/s);
  });

  it("is shown again by Try again, and by something else to show", async () => {
    const { app } = await showOn({ a: "1" }, <Page />);
    await press("Try again");
    expect(screen.getByRole("alert")).toBeTruthy();
    isBroken = false;
    await press("Try again");
    expect(screen.getByText("All eggs")).toBeTruthy();

    isBroken = true;
    act(() => app.getState().setFilter("x"));
    expect(screen.getByRole("alert")).toBeTruthy();
    act(() => app.getState().setFilter("harmless"));
    expect(screen.getByText("All eggs")).toBeTruthy();
  });

  it("gives its details to be reported", async () => {
    const user = userEvent.setup();
    await showOn({ a: "1" }, <Page />);
    await user.click(screen.getByRole("button", { name: "Copy details" }));
    expect(await navigator.clipboard.readText()).toMatch(/^While showing the eggs: Error: Too many eggs/);
  });

  it("reloads the page only once the last edit is written down, and without asking", async () => {
    const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
    const written = Promise.withResolvers<void>();
    const put = vi.fn(() => written.promise);
    const keeper: DraftKeeper = { load: async () => new Map(), put, remove: async () => {} };
    const { app } = await showOn({ a: "1" }, <Page />, keeper);
    const draft: Draft = { text: "2", base: null };
    app.getState().setDraft("a" as Key, draft);
    await press("Reload");
    expect(put).toHaveBeenCalledExactlyOnceWith(expect.any(String), "a", draft);
    expect(reload).not.toHaveBeenCalled();
    written.resolve();
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(app.getState().leaveAgreed).toBe(true);
  });
});

it("a bar that fails to render stays a bar", async () => {
  await showOn(
    { a: "1" },
    <Boundary what="the title bar" as="bar">
      <Fragile />
    </Boundary>,
  );
  expect(screen.getByRole("alert").textContent).toContain(
    "The title bar can't be shown, by a defect of Strata: Error: Too many eggs in one basket",
  );
});

it("a dialog that fails to render can be closed", async () => {
  function Dialogs() {
    const dialog = useApp((state) => state.dialog);
    return (
      <Boundary what="this dialog" as="dialog" shown={[dialog]}>
        {dialog === null ? null : <Fragile />}
      </Boundary>
    );
  }
  const { app } = await showOn({ a: "1" }, <Dialogs />);
  act(() => app.getState().show({ kind: "palette" }));
  expect(screen.getByRole("dialog", { name: "This dialog can't be shown" })).toBeTruthy();
  await press("Close");
  expect(screen.queryByRole("dialog")).toBeNull();
});
