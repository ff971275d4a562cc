import { EditorView } from "@codemirror/view";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { formatJson, minify } from "../../../shared/json/index.ts";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { Editor } from "./Editor.tsx";
import { EditorModel, type Pairs, textOf } from "./editorModel.fixture.ts";

afterEach(cleanup);

const name = "config" as Key;
const other = "other" as Key;
const names = ["a", "b", "c", "d"] as const;
/** Numbers, and what is refused: half of it is what people type. */
const written = fc.constantFrom("1", "2", "17", "230", "1,5", "12.", "x", "");
const pairs: fc.Arbitrary<Pairs> = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .chain((chosen) =>
    fc.tuple(...chosen.map((each) => fc.tuple(fc.constant(each as string), fc.constantFrom("1", "2", "3")))),
  );

type Step =
  | { readonly kind: "open" | "delete" | "duplicate"; readonly row: number }
  | { readonly kind: "type"; readonly written: string }
  | { readonly kind: "outside" | "text"; readonly pairs: Pairs }
  | {
      readonly kind:
        | "enter"
        | "escape"
        | "blur"
        | "save"
        | "undo"
        | "redo"
        | "views"
        | "keys"
        | "scroll"
        | "discard";
    };

const weigh = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const step: fc.Arbitrary<Step> = fc.oneof(
  weigh(6, fc.record({ kind: fc.constant("open" as const), row: fc.nat(3) })),
  weigh(8, fc.record({ kind: fc.constant("type" as const), written })),
  weigh(2, fc.record({ kind: fc.constantFrom("delete" as const, "duplicate" as const), row: fc.nat(3) })),
  weigh(2, fc.record({ kind: fc.constantFrom("outside" as const, "text" as const), pairs })),
  weigh(
    20,
    fc.record({
      kind: fc.constantFrom(
        "enter" as const,
        "enter" as const,
        "escape" as const,
        "blur" as const,
        "blur" as const,
        "save" as const,
        "undo" as const,
        "undo" as const,
        "redo" as const,
        "views" as const,
        "keys" as const,
        "scroll" as const,
        "discard" as const,
      ),
    }),
  ),
);

/** The runs of one go; more by `STRATA_RANDOM_RUNS`. */
const RUNS = Number(process.env["STRATA_RANDOM_RUNS"] ?? 50);

const rest = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));
const rows = () => screen.queryAllByRole("treeitem");
const field = () => screen.queryByRole("textbox", { name: /^Value of ./ }) as HTMLInputElement | null;
const press = (target: Element, key: string, held: KeyboardEventInit = {}) =>
  act(() => void fireEvent.keyDown(target, { key, ...held }));

/** What the screen says: each member with its literal, the one with the field as it was when that was opened. */
function shown(model: EditorModel): string {
  return textOf(
    rows().map((row) => {
      const [, member = "", literal = ""] = /^(.*?): (.*)$/.exec(row.getAttribute("aria-label") ?? "") ?? [];
      return [member, model.field?.name === member ? model.field.before : literal] as const;
    }),
  );
}

async function run(begun: Pairs, steps: readonly Step[]): Promise<void> {
  cleanup();
  const { app, memory } = await showOn({ config: textOf(begun), other: "0" }, <Editor at={NOW} />);
  const model = new EditorModel(begun);
  const choose = async (key: Key) => {
    act(() => app.getState().selectKey(key));
    await screen.findByRole("heading", { name: key });
  };
  await choose(name);
  const list = () => screen.queryByRole("tree");
  const stored = () => memory.state.get(name)?.text;
  const pick = (at: number) => {
    const row = rows()[at % Math.max(rows().length, 1)];
    if (row) act(() => void fireEvent.click(row));
    return row;
  };
  /** As a pointer pressed elsewhere does. */
  const leave = () => {
    act(() => field()?.blur());
    model.commit();
  };
  const show = (view: "Text" | "Tree") =>
    act(() => void fireEvent.click(screen.getByRole("tab", { name: view })));

  show("Tree");

  const take: { readonly [Kind in Step["kind"]]: (step: Step & { readonly kind: Kind }) => Promise<void> } = {
    async open({ row }) {
      leave();
      const at = pick(row);
      const tree = list();
      if (!at || !tree) return;
      const member = /^(.*?): /.exec(at.getAttribute("aria-label") ?? "")?.[1] ?? "";
      press(tree, "F2");
      model.open(member);
    },
    async type({ written: text }) {
      const input = field();
      if (!input) return;
      act(() => input.focus());
      act(() => void fireEvent.change(input, { target: { value: text } }));
      model.type(text);
    },
    async enter() {
      const input = field();
      if (!input) return;
      press(input, "Enter");
      model.commit();
    },
    async escape() {
      const input = field();
      if (!input) return;
      press(input, "Escape");
      model.drop();
    },
    async blur() {
      leave();
    },
    async delete({ row }) {
      leave();
      const at = pick(row);
      const tree = list();
      if (!at || !tree) return;
      const member = /^(.*?): /.exec(at.getAttribute("aria-label") ?? "")?.[1] ?? "";
      press(tree, "Delete");
      if (model.commit()) model.edit(model.view.filter(([each]) => each !== member));
    },
    async duplicate({ row }) {
      leave();
      const at = pick(row);
      const tree = list();
      if (!at || !tree || rows().length > 8) return;
      const index = rows().indexOf(at);
      press(tree, "d", { ctrlKey: true });
      if (!model.commit()) return;
      const source = model.view[index];
      if (!source) return;
      let copy = `${source[0]} copy`;
      for (let n = 2; model.view.some(([each]) => each === copy); n += 1) copy = `${source[0]} copy ${n}`;
      model.edit(model.view.toSpliced(index + 1, 0, [copy, source[1]]));
    },
    async save() {
      const before = shown(model);
      const edited = model.isEdited ? model.field : null;
      press(document.activeElement ?? document.body, "s", { ctrlKey: true });
      await rest();
      const outcome = model.save();
      const dialog = screen.queryByRole("dialog");
      expect(dialog !== null).toBe(outcome === "conflict");
      if (dialog) act(() => void fireEvent.click(screen.getByRole("button", { name: "Decide later" })));
      await rest();
      // What is stored is what the screen said.
      if (outcome === "stored" && !edited) expect(stored()).toBe(before);
      if (outcome === "stored" && edited)
        expect(stored()).toContain(`${JSON.stringify(edited.name)}:${edited.written}`);
    },
    async undo() {
      if (document.activeElement === field()) leave();
      press(list() ?? document.body, "z", { ctrlKey: true });
      model.undo();
    },
    async redo() {
      if (document.activeElement === field()) leave();
      if (model.isEdited) return;
      press(list() ?? document.body, "z", { ctrlKey: true, shiftKey: true });
      model.redo();
    },
    async views() {
      show("Text");
      model.commit();
      await rest();
      show("Tree");
      if (!model.isEdited) model.field = null;
    },
    async text({ pairs: next }) {
      show("Text");
      const isFree = model.commit() && model.canType && textOf(next) !== textOf(model.view);
      await rest();
      const host = [...document.querySelectorAll("div")].find((each) => each.shadowRoot);
      const editor = host?.shadowRoot?.querySelector<HTMLElement>(".cm-editor");
      const view = editor ? EditorView.findFromDOM(editor) : null;
      if (!view) throw new Error("Expected the text editor");
      if (isFree) {
        const insert = formatJson(textOf(next));
        act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }));
        model.edit(next, true);
      }
      show("Tree");
      if (!model.isEdited) model.field = null;
    },
    async keys() {
      leave();
      await choose(other);
      await choose(name);
      if (!model.isEdited) model.field = null;
    },
    async scroll() {
      const tree = list();
      if (tree) act(() => void fireEvent.scroll(tree, { target: { scrollTop: 500 } }));
    },
    async discard() {
      leave();
      if (!model.commit()) return;
      const button = screen.getByRole("button", { name: "Discard" });
      if (!model.isDraft) return;
      await act(async () => {
        button.focus();
        fireEvent.click(button);
      });
      model.discard();
    },
    async outside({ pairs: next }) {
      if (textOf(next) === textOf(model.stored)) return;
      act(() => void memory.write([["config", textOf(next)]]));
      await rest();
      await rest();
      await rest();
      model.outside(next);
    },
  };

  for (const each of steps) {
    await take[each.kind](each as never);
    await rest();
    expect(stored()).toBe(textOf(model.stored));
    expect(shown(model)).toBe(textOf(model.view));
    const draft = app.getState().drafts.get(name);
    expect(draft !== undefined).toBe(model.isDraft);
    if (draft) expect(minify(draft.text)).toBe(textOf(model.view));
    expect(draft?.field?.written).toBe(model.isEdited ? model.field?.written : undefined);
    // What is typed is on the screen as long as it is not committed or let go.
    if (model.isEdited) expect(field()?.value).toBe(model.field?.written);
    const isBand = screen.queryByText("The stored value changed after you began this edit.") !== null;
    expect(isBand).toBe(model.isDraft && model.base !== model.version);
  }
}

describe("the editor", () => {
  it("F1 stores what the screen said, whatever order keys, blurs, outside changes, views, undo, redo and saves come in", async () => {
    await fc.assert(fc.asyncProperty(pairs, fc.array(step, { minLength: 20, maxLength: 60 }), run), {
      numRuns: RUNS,
      verbose: 1,
    });
  }, 600_000);
});
