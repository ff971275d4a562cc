import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { Toasts } from "../../app/Toasts.tsx";
import "../../app/commands.tsx";
import { showOn } from "../../state/page.fixture.tsx";
import { askToDelete } from "../explorer/keyActions.ts";
import { TakeSnapshotDialog } from "../timeline/TakeSnapshotDialog.tsx";
import { Editor } from "./Editor.tsx";
import { saveDraft } from "./saveDraft.ts";
import { UnsavedEdits } from "./UnsavedEdits.tsx";

const name = "config" as Key;
const other = "other" as Key;

function Page() {
  return (
    <>
      <input aria-label="elsewhere" />
      <Editor at={NOW} />
      <TakeSnapshotDialog>
        <UnsavedEdits />
      </TakeSnapshotDialog>
      <Toasts />
    </>
  );
}

const show = async (text: string) => {
  const { app, memory } = await showOn({}, <Page />);
  // A step of the store that no press in the editor may take back.
  memory.write(
    [
      ["config", text],
      ["other", "0"],
    ],
    "import",
  );
  await waitFor(() => expect(app.getState().status?.revision).toBe(1));
  app.getState().selectKey(name);
  await screen.findByRole("heading", { name: "config" });
  await userEvent.click(screen.getByRole("tab", { name: "Tree" }));
  const stored = () => memory.state.get(name)?.text;
  const draft = () => app.getState().drafts.get(name);
  return { app, memory, stored, draft };
};
const row = (label: string) => screen.getByRole("treeitem", { name: new RegExp(`^${label}: `) });
const begin = async (label: string) => {
  await userEvent.click(row(label));
  screen.getByRole("tree").focus();
  await userEvent.keyboard("{F2}");
};
const field = () => screen.getByRole("textbox", { name: /^Value of / }) as HTMLInputElement;
const undo = () => userEvent.keyboard("{Control>}z{/Control}");
const redo = () => userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
const save = () => userEvent.keyboard("{Control>}s{/Control}");

afterEach(cleanup);

describe("a field of the tree", () => {
  it("F1 makes one edit, whatever order Enter and the loss of focus come in, and each undo takes back one", async () => {
    const { stored, draft } = await show('{"x":123,"y":2}');
    await begin("x");
    await userEvent.keyboard("4{Enter}");
    await begin("y");
    await userEvent.keyboard("50{Enter}");
    expect(row("x").textContent).toContain("4");
    await undo();
    expect(draft()?.text.replace(/\s/g, "")).toBe('{"x":4,"y":2}');
    await undo();
    expect(draft()).toBeUndefined();
    await undo();
    await undo();
    expect(stored()).toBe('{"x":123,"y":2}');
    expect(screen.getAllByText(/You have no edit of config to undo/).length).toBeGreaterThan(0);
    await redo();
    await redo();
    await save();
    await waitFor(() => expect(stored()).toBe('{"x":4,"y":50}'));
  });

  it("F1 an item of an array stays when its edit is taken back", async () => {
    const { stored, draft } = await show("[1,2,3]");
    await begin("0");
    await userEvent.keyboard("12{Enter}");
    await undo();
    await undo();
    expect(draft()).toBeUndefined();
    await save();
    expect(stored()).toBe("[1,2,3]");
  });

  it("F1 a renaming is taken back whole, and nothing of another key", async () => {
    const { memory, draft } = await show('{"longname":1}');
    await userEvent.click(row("longname"));
    screen.getByRole("tree").focus();
    await userEvent.keyboard("{Shift>}{F2}{/Shift}l{Enter}");
    expect(row("l")).toBeTruthy();
    await undo();
    await undo();
    expect(row("longname")).toBeTruthy();
    expect(draft()).toBeUndefined();
    expect(memory.revision).toBe(1);
  });

  it.each([
    ["1,5", "write 1.5"],
    ["12.", "write 12"],
    ["1.234,56", "write 1234.56"],
    ["20000 EUR", "This isn't JSON"],
  ])(
    "F1 %s is refused with its reason, stays in the field, and none of it is stored",
    async (written, reason) => {
      const { stored, draft } = await show('{"num":5,"s":"a"}');
      await begin("num");
      await userEvent.keyboard(written);
      await userEvent.click(screen.getByLabelText("elsewhere"));
      expect(field().value).toBe(written);
      expect(field().getAttribute("aria-invalid")).toBe("true");
      expect(screen.getByRole("alert").textContent).toContain(reason);
      expect(draft()?.field?.written).toBe(written);
      await save();
      await screen.findByText(/Not saved: a field holds what can't be stored/);
      expect(document.activeElement).toBe(field());
      expect(stored()).toBe('{"num":5,"s":"a"}');
      // No other edit is affected.
      await userEvent.click(row("s"));
      screen.getByRole("tree").focus();
      await userEvent.keyboard("{Delete}");
      expect(row("s")).toBeTruthy();
      expect(field().value).toBe(written);
    },
  );

  it("F1 Escape lets the edit go, and redo opens the field again", async () => {
    const { draft } = await show('{"x":"a"}');
    await begin("x");
    await userEvent.keyboard("typed{Escape}");
    expect(row("x").textContent).toContain('"a"');
    expect(draft()).toBeUndefined();
    await redo();
    expect(field().value).toBe("typed");
    expect(document.activeElement).toBe(field());
    expect(draft()?.field?.written).toBe("typed");
  });

  it("F1 Escape after Add member takes the member away again", async () => {
    const { draft } = await show('{"x":1}');
    await userEvent.click(screen.getByRole("button", { name: "Add member" }));
    expect((screen.getByRole("textbox", { name: "Name" }) as HTMLInputElement).value).toBe("name");
    await userEvent.keyboard("{Escape}");
    expect(draft()).toBeUndefined();
    expect(screen.getAllByRole("treeitem")).toHaveLength(1);
  });

  it("F2 is the draft from the first key on, and Ctrl+S in it saves it", async () => {
    const { stored, draft } = await show('{"x":"a"}');
    await begin("x");
    expect(draft()).toBeUndefined();
    await userEvent.keyboard("b");
    expect(draft()?.field?.written).toBe("b");
    expect(screen.getByText("Edited")).toBeTruthy();
    await save();
    await waitFor(() => expect(stored()).toBe('{"x":"b"}'));
    expect(draft()).toBeUndefined();
    expect(screen.queryByRole("textbox", { name: /^Value of / })).toBeNull();
  });

  it("F2 keeps its text and the focus when another program adds a member before it, and says that the value changed", async () => {
    const { memory, stored } = await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("77");
    memory.write([["config", '{"first":0,"x":1}']]);
    await screen.findByText("The stored value changed after you began this edit.");
    expect(field().value).toBe("77");
    expect(document.activeElement).toBe(field());
    await userEvent.keyboard("8{Enter}");
    await save();
    await screen.findByRole("dialog", { name: /changed meanwhile/ });
    expect(stored()).toBe('{"first":0,"x":1}');
  });

  it("F2 a field in which nothing is typed yet follows its row", async () => {
    const { memory } = await show('{"x":1}');
    await begin("x");
    memory.write([["config", '{"first":0,"x":1}']]);
    await waitFor(() => expect(row("first")).toBeTruthy());
    await userEvent.keyboard("5{Enter}");
    expect(row("first").textContent).toContain("0");
    expect(row("x").textContent).toContain("5");
  });

  it("F2 stays when another key is chosen, and is there again", async () => {
    const { app, draft } = await show('{"x":"a"}');
    await begin("x");
    await userEvent.keyboard("half");
    app.getState().selectKey(other);
    await screen.findByRole("heading", { name: "other" });
    expect(draft()?.field?.written ?? draft()?.text).toContain("half");
    app.getState().selectKey(name);
    await screen.findByRole("heading", { name: "config" });
    expect(field().value).toBe("half");
  });

  it("F2 a save of a draft with an open field stores what stands in it, or says why it can't", async () => {
    const { app, stored } = await show('{"x":1}');
    const base = { text: '{"x":1}' as never, since: 1 as never };
    const kept = { path: ["x"], part: "value" as const, before: "1" };
    app.getState().selectKey(null);
    app.getState().setDraft(name, { text: '{"x":1}', base, field: { ...kept, written: "1,5" } });
    expect(await saveDraft(app, name)).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/for \/x can't be saved: 1,5\. .*write 1\.5/),
    });
    app.getState().setDraft(name, { text: '{"x":1}', base, field: { ...kept, before: "2", written: "3" } });
    expect(await saveDraft(app, name)).toMatchObject({ kind: "refused" });
    app.getState().setDraft(name, { text: '{"x":1}', base, field: { ...kept, written: "3" } });
    expect(await saveDraft(app, name)).toMatchObject({ kind: "saved" });
    expect(stored()).toBe('{"x":3}');
  });

  it("F1 leaves Enter and Escape to an input method", async () => {
    await show('{"x":"a"}');
    await begin("x");
    for (const key of ["Enter", "Escape"]) {
      fireEvent.keyDown(field(), { key, keyCode: 229 });
      fireEvent.keyDown(field(), { key, isComposing: true });
    }
    expect(document.activeElement).toBe(field());
  });

  it("F2 stays open while another window has the focus", async () => {
    await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("1,5");
    fireEvent.blur(field());
    expect(field().getAttribute("aria-invalid")).toBe("false");
    expect(field().value).toBe("1,5");
  });

  it("F2 a row's name says its value", async () => {
    await show('{"x":123,"s":"text","o":{"a":1},"l":[1,2]}');
    const names = screen.getAllByRole("treeitem").map((each) => each.getAttribute("aria-label"));
    expect(names).toEqual(["x: 123", 's: "text"', "o: 1 member", "a: 1", "l: 2 items", "0: 1", "1: 2"]);
  });
});

describe("a text in its dialog", () => {
  const two = '{"k1":"a\\nb","k2":"c\\nd"}';

  it("F1 goes to its own member, or nowhere, when the value changed meanwhile", async () => {
    const { memory, stored, draft } = await show(two);
    await begin("k1");
    const text = await screen.findByRole("textbox", { name: "Text" });
    memory.write([["config", '{"k9":"z\\nz","k1":"a\\nb","k2":"c\\nd"}']]);
    await waitFor(() => expect(memory.revision).toBe(2));
    await userEvent.clear(text);
    await userEvent.type(text, "EDITED k1");
    await userEvent.click(screen.getByRole("button", { name: "Use this text" }));
    expect(draft()?.text.replace(/\s/g, "")).toMatch(/"k1":"EDITEDk1","k2":"c\\nd"}$/);
    expect(stored()).toBe('{"k9":"z\\nz","k1":"a\\nb","k2":"c\\nd"}');
    if (draft()?.base?.since === 2) expect(draft()?.text).toContain("k9");
  });

  it("F2 is not closed by a first Escape once something was typed, and Cancel can be done again", async () => {
    const { draft } = await show(two);
    await begin("k1");
    await userEvent.type(await screen.findByRole("textbox", { name: "Text" }), "!");
    await userEvent.keyboard("{Escape}");
    expect(screen.getByRole("dialog").textContent).toContain("This is still open");
    expect(draft()?.field?.written).toBe("a\nb!");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(draft()).toBeUndefined();
    await redo();
    expect(((await screen.findByRole("textbox", { name: "Text" })) as HTMLTextAreaElement).value).toBe(
      "a\nb!",
    );
  });
});

describe("a value that is a leaf", () => {
  it("F1 a number refused in the field is not stored in part", async () => {
    const { stored, draft } = await show("5");
    const input = screen.getByRole("textbox", { name: "Value of config" }) as HTMLInputElement;
    await userEvent.clear(input);
    await userEvent.type(input, "1,5");
    expect(draft()?.text).toBe("5");
    await save();
    await screen.findByText(/Not saved: a field holds what can't be stored/);
    expect(stored()).toBe("5");
    expect(input.value).toBe("1,5");
    await userEvent.clear(input);
    await userEvent.type(input, "15");
    await save();
    await waitFor(() => expect(stored()).toBe("15"));
  });
});

describe("the steps of a value", () => {
  it("F2 outlive another view and another key, and never go on to the store", async () => {
    const { app, memory, draft } = await show('{"x":1,"y":2}');
    await begin("x");
    await userEvent.keyboard("10{Enter}");
    await userEvent.click(screen.getByRole("tab", { name: "Text" }));
    await userEvent.click(screen.getByRole("tab", { name: "Tree" }));
    await begin("y");
    await userEvent.keyboard("20{Enter}");
    app.getState().selectKey(other);
    await screen.findByRole("heading", { name: "other" });
    app.getState().selectKey(name);
    await screen.findByRole("heading", { name: "config" });
    await undo();
    expect(draft()?.text.replace(/\s/g, "")).toBe('{"x":10,"y":2}');
    await undo();
    expect(draft()).toBeUndefined();
    await undo();
    expect(memory.revision).toBe(1);
    expect(memory.state.size).toBe(2);
  });

  it("F2 take back a saved edit as an unsaved one", async () => {
    const { stored, draft } = await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("2{Enter}");
    await save();
    await waitFor(() => expect(stored()).toBe('{"x":2}'));
    await waitFor(() => expect(draft()).toBeUndefined());
    await undo();
    await waitFor(() => expect(draft()?.text.replace(/\s/g, "")).toBe('{"x":1}'));
    await redo();
    expect(draft()).toBeUndefined();
  });

  it("F2 bring a discarded edit back", async () => {
    const { draft } = await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("2{Enter}");
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(draft()).toBeUndefined();
    await undo();
    expect(draft()?.text.replace(/\s/g, "")).toBe('{"x":2}');
  });
});

describe("what would take an unsaved edit with it", () => {
  it("F2 deleting its key: undo brings the edit back with the key", async () => {
    const { app, memory, draft } = await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("2{Enter}");
    const deleted = vi.fn();
    askToDelete(app, [name], deleted);
    await waitFor(() => expect(deleted).toHaveBeenCalled());
    expect(draft()).toBeUndefined();
    await app.getState().undo();
    expect(memory.state.has(name)).toBe(true);
    expect(draft()?.text.replace(/\s/g, "")).toBe('{"x":2}');
    expect(await saveDraft(app, name)).toMatchObject({ kind: "saved" });
  });

  it("F2 taking a snapshot: it is said, and can be saved first", async () => {
    const { app, memory, stored } = await show('{"x":1}');
    await begin("x");
    await userEvent.keyboard("2");
    app.getState().show({ kind: "snapshot" });
    const dialog = await screen.findByRole("dialog", { name: "Take snapshot" });
    expect(dialog.textContent).toContain("1 unsaved edit is no part of the snapshot: config.");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save it first" }));
    await waitFor(() => expect(stored()).toBe('{"x":2}'));
    await waitFor(() => expect(dialog.textContent).not.toContain("unsaved"));
    await userEvent.click(within(dialog).getByRole("button", { name: "Take snapshot" }));
    await waitFor(() => expect(memory.snapshots[0]?.state.get(name)?.text).toBe('{"x":2}'));
  });

  it("F2 closing Take snapshot: the note is there again", async () => {
    const { app } = await show('{"x":1}');
    app.getState().show({ kind: "snapshot" });
    await userEvent.type(await screen.findByRole("textbox", { name: "Note" }), "Before the move");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    app.getState().show({ kind: "snapshot" });
    const note = (await screen.findByRole("textbox", { name: "Note" })) as HTMLTextAreaElement;
    expect(note.value).toBe("Before the move");
  });
});
