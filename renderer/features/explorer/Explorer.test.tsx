import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NOW } from "../../../shared/model/index.ts";
import { Dialogs } from "../../app/Dialogs.tsx";
import { Toasts } from "../../app/Toasts.tsx";
import { showOn } from "../../state/page.fixture.tsx";
import { Explorer } from "./Explorer.tsx";

const values = { "api.A": "1", "api.B": '{"x":[]}', css: '"<b>bold</b>"', html: "null" };
const show = () =>
  showOn(
    values,
    <>
      <Explorer at={NOW} />
      <Dialogs />
      <Toasts />
    </>,
  );
const names = () => screen.getAllByRole("option").map((row) => row.textContent);

afterEach(cleanup);

describe("the key list", () => {
  it("shows every key with its type and the beginning of its value, as text", async () => {
    await show();
    await screen.findByText("api.A");
    expect(names()).toEqual(["#api.A1", '{}api.B{"x":[]}', '“”css"<b>bold</b>"', "∅htmlnull"]);
    expect(screen.getByText("4")).toBeTruthy();
  });

  it("filters as it is typed, and counts what is left", async () => {
    await show();
    await userEvent.type(screen.getByRole("searchbox", { name: "Filter keys" }), "API");
    const unit = await screen.findByText("matches");
    expect(unit.parentElement?.textContent).toBe("2 matches");
    expect(screen.getAllByRole("option")).toHaveLength(2);
    await userEvent.type(screen.getByRole("searchbox", { name: "Filter keys" }), "?");
    await screen.findByText("No key matches");
    await userEvent.click(screen.getByRole("button", { name: "Clear the filter" }));
    await screen.findByText("html");
  });

  it("offers to take for an expression what stands between slashes and is in no key", async () => {
    await show();
    const field = screen.getByRole("searchbox", { name: "Filter keys" });
    await userEvent.type(field, "/A$|^c/");
    await userEvent.click(await screen.findByRole("button", { name: "Look for the expression" }));
    expect((field as HTMLInputElement).value).toBe("A$|^c");
    screen.getByRole("radio", { name: "Regular expression in the key", checked: true });
  });

  it("is walked by the arrows, which choose", async () => {
    const { app } = await show();
    await screen.findByText("api.A");
    screen.getByRole("listbox", { name: "Keys" }).focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(app.getState().selectedKey).toBe("api.B");
    await userEvent.keyboard("{End}");
    expect(app.getState().selectedKey).toBe("html");
    await userEvent.keyboard("{Home}");
    expect(app.getState().selectedKey).toBe("api.A");
  });

  it("finds a key by the letters typed", async () => {
    const { app } = await show();
    await screen.findByText("api.A");
    screen.getByRole("listbox", { name: "Keys" }).focus();
    await userEvent.keyboard("ht");
    await waitFor(() => expect(app.getState().selectedKey).toBe("html"));
  });

  it("F3 takes a letter off what is typed by Backspace, and deletes nothing", async () => {
    const { app, memory } = await show();
    await screen.findByText("api.A");
    screen.getByRole("listbox", { name: "Keys" }).focus();
    await userEvent.keyboard("hx{Backspace}t");
    await waitFor(() => expect(app.getState().selectedKey).toBe("html"));
    await userEvent.keyboard("{Backspace}{Backspace}{Backspace}{Backspace}");
    expect(memory.state.size).toBe(4);
    await userEvent.keyboard("{Delete}");
    await screen.findByText("Deleted html");
    expect(memory.state.size).toBe(3);
  });

  it("F3 lets shortcuts through from its filter", async () => {
    await show();
    const heard = vi.fn();
    window.addEventListener("keydown", heard, { once: true });
    screen.getByRole("searchbox", { name: "Filter keys" }).focus();
    await userEvent.keyboard("{Control>}k");
    expect(heard).toHaveBeenCalled();
  });

  it("takes a / for the filter, unless it is part of a name that is typed", async () => {
    const { app, memory } = await show();
    memory.write([["css/grid", "1"]]);
    await screen.findByText("css/grid");
    const list = screen.getByRole("listbox", { name: "Keys" });
    const filter = screen.getByRole("searchbox", { name: "Filter keys" });
    list.focus();
    await userEvent.keyboard("/");
    expect(document.activeElement).toBe(filter);
    list.focus();
    await userEvent.keyboard("css/");
    await waitFor(() => expect(app.getState().selectedKey).toBe("css/grid"));
    expect(document.activeElement).toBe(list);
  });

  it("deletes several at once, and restores them by Undo", async () => {
    const { memory } = await show();
    await userEvent.click(await screen.findByText("api.A"));
    const user = userEvent.setup();
    await user.keyboard("{Shift>}");
    await user.click(screen.getByText("css"));
    await user.keyboard("{/Shift}");
    await screen.findByText("3 selected");
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await screen.findByText("Deleted 3 keys");
    expect([...memory.state.keys()]).toEqual(["html"]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText("Undid the deletion of 3 keys");
    expect(memory.state.size).toBe(4);
  });

  it("adds a key, and refuses a name that is taken beside the field", async () => {
    const { app, memory } = await show();
    await screen.findByText("api.A");
    await userEvent.click(screen.getByRole("button", { name: "New key" }));
    const dialog = screen.getByRole("dialog", { name: "New key" });
    const field = within(dialog).getByRole("textbox", { name: "Name" });
    await userEvent.type(field, "css");
    await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
    await within(dialog).findByText(/There is a key of this name already/);
    await userEvent.type(field, "2{Enter}");
    await waitFor(() => expect(memory.state.has("css2" as never)).toBe(true));
    await waitFor(() => expect(app.getState().selectedKey).toBe("css2"));
  });

  it("marks a key with an unsaved edit", async () => {
    const { app } = await show();
    await screen.findByText("api.A");
    app.getState().setDraft("css" as never, { text: "1", base: null });
    const row = (await screen.findByRole("img", { name: "edited, not saved" })).closest("[role=option]");
    expect(row?.textContent).toContain("css");
  });

  it("follows what others change", async () => {
    const { memory } = await show();
    await screen.findByText("api.A");
    memory.write([["zebra", "1"]]);
    await screen.findByText("zebra");
  });
});

it("an empty store says what to do", async () => {
  await showOn({}, <Explorer at={NOW} />);
  await screen.findByText("No keys yet");
  expect(screen.getByRole("button", { name: "Import a file" })).toBeTruthy();
});
