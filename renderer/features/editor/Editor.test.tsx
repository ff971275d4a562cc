import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { type JsonText, type Key, NOW, type Revision } from "../../../shared/model/index.ts";
import { Toasts } from "../../app/Toasts.tsx";
import type { Draft } from "../../state/app.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { Editor } from "./Editor.tsx";

const name = "config" as Key;
const show = async (text: string) => {
  const shown = await showOn(
    { config: text },
    <>
      <Editor at={NOW} />
      <Toasts />
    </>,
  );
  shown.app.getState().remember({ valueMode: "tree" });
  shown.app.getState().selectKey(name);
  await screen.findByRole("heading", { name: "config" });
  return { ...shown, stored: () => shown.memory.state.get(name)?.text };
};
const nameOf = (label: string) => new RegExp(`^${label}: `);
const row = (label: string) => screen.getByRole("treeitem", { name: nameOf(label) });
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

afterEach(cleanup);

describe("the tree of a value", () => {
  it("V5 writes one leaf and leaves the rest as it is written", async () => {
    const { stored } = await show('{"big":12345678901234567890,"title":"\\u00e9","price":1.0}');
    await userEvent.dblClick(within(row("price")).getByText("1.0"));
    await userEvent.keyboard("2.50{Enter}");
    expect(screen.getByText("Edited")).toBeTruthy();
    await save();
    await waitFor(() => expect(stored()).toBe('{"big":12345678901234567890,"title":"\\u00e9","price":2.50}'));
    await waitFor(() => expect(screen.queryByText("Edited")).toBeNull());
  });

  it("refuses a leaf that isn't JSON, beside it, and takes text without quotes", async () => {
    const { stored } = await show('{"n":1,"s":"a"}');
    await userEvent.dblClick(within(row("n")).getByText("1"));
    await userEvent.keyboard("abc{Enter}");
    expect(screen.getByRole("alert").textContent).toContain("This isn't JSON");
    await userEvent.keyboard("{Escape}");
    await userEvent.dblClick(within(row("s")).getByText('"a"'));
    await userEvent.keyboard('say "hi"{Enter}');
    await save();
    await waitFor(() => expect(stored()).toBe('{"n":1,"s":"say \\"hi\\""}'));
  });

  it("turns a switch", async () => {
    const { stored } = await show('{"on":false}');
    await userEvent.click(screen.getByRole("checkbox", { name: "on" }));
    await save();
    await waitFor(() => expect(stored()).toBe('{"on":true}'));
  });

  it("is edited by keys alone: duplicate, move, delete, undo", async () => {
    const { app } = await show("[10,20,30]");
    const draft = () => app.getState().drafts.get(name)?.text.replace(/\s/g, "") ?? "none";
    screen.getByRole("tree").focus();
    await userEvent.keyboard("{ArrowDown}{Control>}d{/Control}");
    expect(draft()).toBe("[10,10,20,30]");
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(draft()).toBe("[10,20,10,30]");
    // That is what is stored: there is nothing to save any more.
    await userEvent.keyboard("{Delete}");
    expect(draft()).toBe("none");
    await userEvent.keyboard("{Control>}zz{/Control}");
    expect(draft()).toBe("[10,10,20,30]");
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(draft()).toBe("none");
  });

  it("finds names and leaves, opens the way to them, and goes from one to the next", async () => {
    await show('{"name":"Ada","deep":{"list":[{"alias":"ada"},2]}}');
    await userEvent.click(screen.getByRole("button", { name: "Close all" }));
    screen.getByRole("tree").focus();
    await userEvent.keyboard("{Control>}f{/Control}");
    await userEvent.keyboard("ADA");
    await screen.findByText("1 of 2");
    const chosen = () => screen.getByRole("treeitem", { selected: true }).textContent;
    expect(chosen()).toContain("Ada");
    await userEvent.keyboard("{Enter}");
    expect(screen.getByText("2 of 2")).toBeTruthy();
    expect(chosen()).toContain("alias");
    await userEvent.keyboard("{Enter}");
    expect(screen.getByText("1 of 2")).toBeTruthy();
    await userEvent.keyboard("{Shift>}{Enter}{/Shift}{Escape}");
    expect(screen.queryByRole("searchbox", { name: "Find in this value" })).toBeNull();
    expect(chosen()).toContain("alias");
    expect(document.activeElement).toBe(screen.getByRole("tree"));
  });

  it("says when the text of the draft isn't JSON, and keeps it", async () => {
    const { app } = await show('{"a":1}');
    app.getState().setDraft(name, { text: '{"a":', base: null });
    expect(
      (await screen.findAllByRole("alert")).some((each) => each.textContent?.includes("isn't JSON")),
    ).toBe(true);
    expect(app.getState().drafts.get(name)?.text).toBe('{"a":');
  });
});

describe("a huge value", () => {
  const huge = `{"on":true,"items":[1,2],"long":"${"x".repeat(5_000_000)}","last":null}`;

  it("shows its first rows before the rest is there, and can be changed once it is", async () => {
    const { memory, app } = await showOn({ config: huge }, <Editor at={NOW} />);
    let flow = () => {};
    memory.piecesFlow = new Promise((resolve) => {
      flow = resolve;
    });
    app.getState().remember({ valueMode: "tree" });
    app.getState().selectKey(name);
    await screen.findByText(/reading the rest/);
    const on = () => screen.getByRole("checkbox", { name: "on" }) as HTMLInputElement;
    expect(on().disabled).toBe(true);
    expect(within(row("long")).queryByRole("button", { name: /Show all/ })).toBeNull();
    expect(screen.queryByRole("treeitem", { name: nameOf("last") })).toBeNull();
    await userEvent.click(row("items"));
    await userEvent.keyboard("{ArrowRight}{Delete}");
    expect(row("1").textContent).toContain("2");
    flow();
    await screen.findByRole("treeitem", { name: nameOf("last") });
    expect(row("1").textContent).toContain("2");
    expect(within(row("long")).getByRole("button", { name: /5,000,002/ })).toBeTruthy();
    expect(on().disabled).toBe(false);
  });
});

describe("an unsaved edit", () => {
  it("is thrown away by Discard, and restored by Undo", async () => {
    await show('{"on":false}');
    const isOn = () => (screen.getByRole("checkbox", { name: "on" }) as HTMLInputElement).checked;
    await userEvent.click(screen.getByRole("checkbox", { name: "on" }));
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(isOn()).toBe(false);
    expect(screen.queryByText("Edited")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(isOn()).toBe(true);
    expect(screen.getByText("Edited")).toBeTruthy();
  });

  it("hears of another's change at once, and nothing is overwritten", async () => {
    const { memory, stored } = await show('{"on":false}');
    await userEvent.click(screen.getByRole("checkbox", { name: "on" }));
    memory.write([["config", '{"on":false,"by":"other"}']]);
    await screen.findByText("The stored value changed after you began this edit.");
    expect((screen.getByRole("checkbox", { name: "on" }) as HTMLInputElement).checked).toBe(true);
    expect(stored()).toBe('{"on":false,"by":"other"}');
  });

  it("is laid together with another's change, place by place, as the person chooses", async () => {
    const { memory, stored } = await show('{"on":false,"n":1,"gone":true}');
    await userEvent.click(screen.getByRole("checkbox", { name: "on" }));
    await userEvent.dblClick(within(row("n")).getByText("1"));
    await userEvent.keyboard("2{Enter}");
    memory.write([["config", '{"on":false,"n":3,"by":"other"}']]);
    await userEvent.click(await screen.findByRole("button", { name: "Compare and choose" }));
    const n = screen.getByRole("radiogroup", { name: "/n, changed by both" });
    expect(n.textContent).toContain("132");
    const chosen = (place: string) =>
      within(screen.getByRole("radiogroup", { name: place })).getByRole("radio", { checked: true });
    expect(chosen("/on").closest("label")?.textContent).toBe("true");
    expect(chosen("/by").closest("label")?.textContent).toBe('"other"');
    expect(chosen("/gone").closest("label")?.textContent).toBe("nothing");
    await userEvent.click(within(n).getByRole("radio", { name: "Stored now: 3" }));
    await userEvent.click(screen.getByRole("button", { name: "Save this choice" }));
    await waitFor(() => expect(stored()).toBe('{"on":true,"n":3,"by":"other"}'));
  });

  it("stays when another key is chosen and this one again", async () => {
    const { app } = await show('{"on":false}');
    await userEvent.click(screen.getByRole("checkbox", { name: "on" }));
    app.getState().selectKey(null);
    await screen.findByText("No key chosen");
    app.getState().selectKey(name);
    await screen.findByText("Edited");
    expect((screen.getByRole("checkbox", { name: "on" }) as HTMLInputElement).checked).toBe(true);
  });
});

it("the past can be read but not changed", async () => {
  const { app } = await showOn(
    { config: '{"on":false}' },
    <Editor at={{ kind: "revision", revision: 1 as Revision }} />,
  );
  app.getState().selectKey(name);
  await screen.findByText("Read-only");
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Add member" })).toBeNull();
});

describe("an unsaved edit of a store that is only read", () => {
  const locked = async (draft: Omit<Draft, "base">) => {
    const shown = await show('{"n":1}');
    shown.app.getState().remember({ valueMode: "text" });
    const since = 1 as Revision;
    shown.app.getState().setDraft(name, { ...draft, base: { text: '{"n":1}' as JsonText, since } });
    shown.memory.readOnly = "not writable";
    await shown.app.getState().refresh();
    await screen.findByRole("button", { name: "Copy edit" });
    return shown;
  };
  const copied = async () => {
    await userEvent.click(screen.getByRole("button", { name: "Copy edit" }));
    await screen.findByText("Copied the edit of config");
    return navigator.clipboard.readText();
  };

  it("F19 can be copied, or discarded with an Undo, and not saved", async () => {
    const { app, stored } = await locked({ text: '{"n":2}' });
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    expect(await copied()).toBe('{"n":2}');
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(app.getState().drafts.size).toBe(0);
    expect(screen.queryByRole("button", { name: "Copy edit" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(app.getState().drafts.get(name)?.text).toBe('{"n":2}');
    expect(stored()).toBe('{"n":1}');
  });

  it("F19 is copied with what stands in a field that was still open, or with that below it where it is no JSON", async () => {
    const field = { path: ["n"], part: "value", before: "1", written: "3" } as const;
    const { app } = await locked({ text: '{"n":1}', field });
    expect(await copied()).toBe('{\n  "n": 3\n}');
    const draft = app.getState().drafts.get(name) as Draft;
    app.getState().setDraft(name, { ...draft, field: { ...field, written: "three" } });
    expect(await copied()).toBe('{"n":1}\n\nthree');
  });
});
