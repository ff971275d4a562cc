import { EditorView } from "@codemirror/view";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { Toasts } from "../../app/Toasts.tsx";
import { useUnsavedGuard } from "../../app/useUnsavedGuard.ts";
import type { MemoryStore } from "../../state/memoryClient.fixture.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { renameKey } from "../explorer/keyActions.ts";
import { Editor } from "./Editor.tsx";
import { saveAllDrafts, saveDraft } from "./saveDraft.ts";

const name = "config" as Key;

function Page() {
  useUnsavedGuard();
  return (
    <>
      <Editor at={NOW} />
      <Toasts />
    </>
  );
}

const show = async (text: string, valueMode: "text" | "tree" = "text") => {
  const { app, memory } = await showOn({ config: text, other: "0" }, <Page />);
  app.getState().remember({ valueMode });
  app.getState().selectKey(name);
  await screen.findByRole("heading", { name: "config" });
  const stored = () => memory.state.get(name)?.text;
  const draft = () => app.getState().drafts.get(name);
  return { app, memory, stored, draft };
};

const codeView = (): EditorView => {
  const host = [...document.querySelectorAll("div")].find((each) => each.shadowRoot);
  const editor = host?.shadowRoot?.querySelector<HTMLElement>(".cm-editor");
  const view = editor ? EditorView.findFromDOM(editor) : null;
  if (!view) throw new Error("No text editor is on show.");
  return view;
};
const onScreen = () => codeView().state.doc.toString();
/** Types in the text editor, as keys do: nothing waits for its pause. */
const type = (at: number, insert: string) =>
  act(() => codeView().dispatch({ changes: { from: at, insert }, userEvent: "input.type" }));
const pressSave = (init: KeyboardEventInit = {}) =>
  act(() => void fireEvent.keyDown(document.body, { key: "s", ctrlKey: true, ...init }));
const rest = (milliseconds = 0) => act(() => new Promise((resolve) => setTimeout(resolve, milliseconds)));

/** Writes wait until the returned function is called. */
function hold(memory: MemoryStore): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  memory.putFlow = promise;
  return () => {
    memory.putFlow = Promise.resolve();
    resolve();
  };
}

afterEach(cleanup);

describe("an edit that is let go", () => {
  it("F2 leaves the focus with the value, so that Undo takes back no step of the store", async () => {
    const { memory, draft } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    await rest(400);
    memory.write([["config", '{"a":9}']]);
    await rest();
    const button = screen.getByRole("button", { name: "Discard" });
    act(() => button.focus());
    fireEvent.click(button);
    await waitFor(() => expect(draft()).toBeUndefined());
    expect(document.activeElement).toBe(screen.getByRole("tabpanel"));
  });
});

describe("an edit that is done again", () => {
  it("F2 is none where somebody else stored the same meanwhile, also in the tree", async () => {
    const { memory, draft } = await show('{"a":1}');
    act(() => codeView().dispatch({ changes: { from: 0, to: onScreen().length, insert: '{"a":1, "c":2}' } }));
    await rest(400);
    act(() => void fireEvent.click(screen.getByRole("tab", { name: "Tree" })));
    fireEvent.keyDown(screen.getByRole("tree"), { key: "z", ctrlKey: true });
    await waitFor(() => expect(draft()).toBeUndefined());
    memory.write([["config", '{"a":1,"c":2}']]);
    await waitFor(() => expect(screen.getByRole("treeitem", { name: "c: 2" })).toBeTruthy());
    fireEvent.keyDown(screen.getByRole("tree"), { key: "z", ctrlKey: true, shiftKey: true });
    await rest();
    expect(draft()).toBeUndefined();
  });
});

describe("typing in the text", () => {
  it("F2 a change from outside that arrives within the pause after a key replaces nothing", async () => {
    const { memory, draft, stored } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    memory.write([["config", '{"a":9}']]);
    await rest(50);
    expect(onScreen()).toContain("21");
    await rest(400);
    expect(onScreen()).toContain("21");
    expect(draft()?.base?.text).toBe('{"a":1}');
    expect(screen.getByText("The stored value changed after you began this edit.")).toBeTruthy();
    pressSave();
    await rest(50);
    expect(stored()).toBe('{"a":9}');
  });

  it("F2 what is typed is an unsaved edit from the first key on, and asked about when the page is left", async () => {
    const { draft } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    expect(draft()?.text).toContain("21");
    type(onScreen().indexOf("1"), "3");
    const leaving = new Event("beforeunload", { cancelable: true });
    act(() => void window.dispatchEvent(leaving));
    expect(leaving.defaultPrevented).toBe(true);
    expect(draft()?.text).toContain("231");
  });

  it("F2 what is typed during a slow save stays, however the text is laid out", async () => {
    const { memory, stored } = await show('{"a":1}');
    act(() => {
      const view = codeView();
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: '{ "a" : 12 }' } });
    });
    await rest(200);
    const release = hold(memory);
    pressSave();
    await rest();
    type(onScreen().indexOf("2") + 1, "3");
    release();
    await rest(50);
    expect(onScreen()).toContain("123");
    await rest(300);
    pressSave();
    await waitFor(() => expect(stored()).toBe('{"a":123}'));
  });
});

describe("a slow save", () => {
  it("F1 Ctrl+S held down saves once, and is no conflict with itself", async () => {
    const { memory, stored, draft } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    const release = hold(memory);
    pressSave();
    for (let count = 0; count < 20; count += 1) pressSave({ repeat: true });
    await rest();
    release();
    await rest(50);
    expect(stored()).toBe('{"a":21}');
    expect(memory.revision).toBe(2);
    expect(draft()).toBeUndefined();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("F1 what is typed and saved again while it is on its way is saved after it", async () => {
    const { memory, stored, draft } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    const release = hold(memory);
    pressSave();
    await rest();
    type(onScreen().indexOf("1"), "3");
    pressSave();
    await rest();
    release();
    await waitFor(() => expect(stored()).toBe('{"a":231}'));
    await rest(50);
    expect(draft()).toBeUndefined();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("F1 all drafts saved while one of them is being saved are each saved once", async () => {
    const { app, memory, stored } = await show('{"a":1}');
    const base = memory.state.get(name) ?? null;
    act(() => app.getState().setDraft(name, { text: '{"a":5}', base }));
    const release = hold(memory);
    const one = saveDraft(app, name);
    const all = saveAllDrafts(app);
    release();
    expect((await one).kind).toBe("saved");
    expect(await all).toEqual([]);
    expect(stored()).toBe('{"a":5}');
  });

  it("F2 an edit discarded during its save is no edit of what was saved", async () => {
    const { app, memory, draft } = await show('{"a":1}');
    type(onScreen().indexOf("1"), "2");
    const release = hold(memory);
    pressSave();
    await rest();
    act(() => app.getState().discardDraft(name));
    release();
    await rest(50);
    // The save was under way: it is stored, and the screen says so.
    expect(memory.state.get(name)?.text).toBe('{"a":21}');
    expect(onScreen()).toContain("21");
    expect(draft()).toBeUndefined();
  });
});

describe("a value written differently", () => {
  it.each([
    ["1", "1.0"],
    ["0", "-0"],
    ["100", "1e2"],
  ])("F1 %s as %s: that it is not stored is said", async (before, written) => {
    const { memory, stored, draft } = await show(`{"a":${before}}`);
    const from = onScreen().indexOf(before);
    act(() => codeView().dispatch({ changes: { from, to: from + before.length, insert: written } }));
    pressSave();
    await rest(50);
    expect(memory.revision).toBe(1);
    expect(stored()).toBe(`{"a":${before}}`);
    expect(screen.getByText(/Nothing was stored/)).toBeTruthy();
    expect(onScreen()).toContain(`: ${before}\n`);
    expect(draft()).toBeUndefined();
  });
});

describe("drafts of keys that change their names", () => {
  it("F2 a key that gets the name of another draft takes nothing from it", async () => {
    const { app, draft } = await show('{"a":1}');
    const fresh = "fresh" as Key;
    act(() => {
      app.getState().setDraft(fresh, { text: '{"typed":"here"}', base: null });
      app
        .getState()
        .setDraft(name, { text: '{"a":2}', base: { text: '{"a":1}' as never, since: 1 as never } });
    });
    await expect(act(() => renameKey(app, name, fresh))).rejects.toThrow(/unsaved edit of fresh/);
    const texts = [...app.getState().drafts.values()].map(({ text }) => text);
    expect(texts).toContain('{"typed":"here"}');
    expect(texts).toContain('{"a":2}');
    expect(draft() === undefined || draft()?.text === '{"a":2}').toBe(true);
  });
});
