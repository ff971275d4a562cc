import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Key, NOW } from "../../../shared/model/index.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { Editor } from "./Editor.tsx";

/** What read a whole value, in order. */
const scans = vi.hoisted((): string[] => []);
const WHOLE = 200;

vi.mock("../../../shared/json/index.ts", async (original) => {
  const json = await original<typeof import("../../../shared/json/index.ts")>();
  const counted =
    <Given extends readonly [text: string, ...rest: never[]], Result>(
      name: string,
      scan: (...given: Given) => Result,
    ) =>
    (...given: Given): Result => {
      if (given[0].length >= WHOLE) scans.push(name);
      return scan(...given);
    };
  return {
    ...json,
    minify: counted("minify", json.minify),
    formatJson: counted("format", json.formatJson),
    validate: counted("validate", json.validate),
  };
});

const name = "config" as Key;
const value = `{"price":1.0,"list":[${Array.from({ length: WHOLE }, (_, n) => n).join()}]}`;

beforeEach(async () => {
  scans.length = 0;
});
afterEach(cleanup);

async function edited() {
  const { app, memory } = await showOn({ config: value }, <Editor at={NOW} />);
  app.getState().remember({ valueMode: "tree" });
  app.getState().selectKey(name);
  await screen.findByRole("heading", { name });
  scans.length = 0;
  const leaf = screen.getByRole("treeitem", { name: /^price: / });
  await userEvent.dblClick(within(leaf).getByText("1.0"));
  await userEvent.keyboard("2.50{Enter}");
  expect(screen.getByText("Edited")).toBeTruthy();
  const stored = () => memory.state.get(name)?.text;
  return { app, stored };
}

it("a leaf edit is scanned once on its way to disk: by the store", async () => {
  const { stored } = await edited();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(stored()).toBe(value.replace("1.0", "2.50")));
  await waitFor(() => expect(screen.queryByText("Edited")).toBeNull());
  expect(scans).toEqual(["minify"]);
});

it("a leaf edit that is taken back, done again and saved with another one is scanned once, too", async () => {
  const { stored } = await edited();
  const tree = screen.getByRole("tree");
  fireEvent.keyDown(tree, { key: "z", ctrlKey: true });
  await waitFor(() => expect(screen.queryByText("Edited")).toBeNull());
  fireEvent.keyDown(tree, { key: "z", ctrlKey: true, shiftKey: true });
  expect(await screen.findByText("Edited")).toBeTruthy();
  act(() => void fireEvent.keyDown(document.body, { key: "s", ctrlKey: true }));
  await waitFor(() => expect(stored()).toBe(value.replace("1.0", "2.50")));
  expect(scans).toEqual(["minify"]);
});

it("a leaf edit is laid out only where it is shown as text, and typing there goes on from it", async () => {
  const { app } = await edited();
  expect(app.getState().drafts.get(name)).toMatchObject({
    text: value.replace("1.0", "2.50"),
    isCanonical: true,
  });
  act(() => void fireEvent.click(screen.getByRole("tab", { name: "Text" })));
  expect(scans).toContain("format");
  await waitFor(() => {
    const host = [...document.querySelectorAll("div")].find((each) => each.shadowRoot);
    expect(host?.shadowRoot?.textContent).toContain('"price": 2.50');
  });
});
