import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { seriousViolations } from "../axe.ts";
import { type DatedStore, makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

test("going back is looked at first, done with one button, and undone with another", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "past");
  await makeStore(folder, fill);
  const strata = await launch({ paths: [folder] });
  await strata.explorer.select("config");
  await strata.editor.showAs("Text");
  await test.step("blame, and the history and chart of one leaf", () => ofLeaf(strata));
  await test.step("by snapshot, whole", () => bySnapshot(strata));
  await test.step("by tag, newest or oldest, from the timeline and from the palette", () => byTag(strata));
  await test.step("by revision, chosen keys", () => byRevision(strata));
  await test.step("one path inside a value, later edits elsewhere kept", () => onePath(strata));
  await test.step("conflicts are listed before anything is written", () => conflicts(strata));
  await test.step("the history of one key", () => ofKey(strata));
});

/** Two snapshots tagged `release`, and edits of their own after each. */
async function fill({ write, snapshot }: DatedStore): Promise<void> {
  await write("2024-03-01T09:00Z", {
    config: { rate: 1, mode: "old", deep: { on: true } },
    list: [{ id: "b", price: 1 }],
    other: 1,
  });
  await snapshot("2024-03-01T10:00Z", { tags: ["release"], description: "first" });
  await write("2024-03-02T09:00Z", { config: { rate: 2, mode: "old", deep: { on: true } } });
  await snapshot("2024-03-02T10:00Z", { tags: ["release"], description: "second" });
  await write("2024-03-05T09:00Z", { config: { rate: 3, mode: "new" }, other: 2, added: true });
  await write("2024-03-05T10:00Z", {
    list: [
      { id: "a", price: 2 },
      { id: "b", price: 1 },
    ],
  });
}

const FIRST = '{"rate":1,"mode":"old","deep":{"on":true}}';
const PRESENT = '{"rate":3,"mode":"new"}';
const REORDERED = '[{"id":"a","price":2},{"id":"b","price":1}]';

async function bySnapshot({ timeline, restore, explorer, editor, page }: Strata) {
  await timeline.act("release, first", "Restore…");
  await restore.expectPreview({ added: 0, changed: 3, removed: 1 });
  await restore.confirm();
  await expect(explorer.key("added")).toHaveCount(0);
  await undo(page, "Went back to release");
  await expect(explorer.key("added")).toBeVisible();
  await explorer.select("config");
  await editor.expectValue("config", PRESENT);
}

async function byTag({ timeline, restore, editor, page }: Strata) {
  const valueAfter = async (json: string) => {
    await restore.confirm();
    await editor.expectValue("config", json);
    await undo(page, "Went back to release");
    await editor.expectValue("config", PRESENT);
  };
  await timeline.snapshot("release, first").click();
  await timeline.detail.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Restore the newest release…" }).click();
  await valueAfter(FIRST.replace("1", "2"));

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.insertText("oldest release");
  await page.getByRole("option", { name: /^Restore tag release, oldest…/ }).click();
  await restore.expectPreview({ added: 0, changed: 3, removed: 1 });
  await restore.panel.getByText("Newest", { exact: true }).click();
  await restore.panel.getByText("Oldest", { exact: true }).click();
  await valueAfter(FIRST);
}

async function byRevision({ timeline, restore, explorer, page }: Strata) {
  await timeline.rows.getByRole("option", { name: "Edit of config" }).click();
  await timeline.rows.getByRole("option", { name: /^Edit of config by .*2024/ }).click();
  await timeline.actOnChosen("Restore…");
  await restore.panel.getByRole("button", { name: "Choose keys…" }).click();
  await restore.panel.getByRole("option", { name: "added, is removed" }).click();
  await restore.expectPreview({ added: 0, changed: 0, removed: 1 });
  await restore.confirm();
  await expect(explorer.key("added")).toHaveCount(0);
  await undo(page, "Went back to Revision 2");
  await expect(explorer.key("added")).toBeVisible();
}

async function onePath({ timeline, compare, editor, page }: Strata) {
  await timeline.act("release, first", "Compare with now");
  await compare.select("config");
  await bringBack(page, compare.detail, "mode");
  const preview = page.getByRole("dialog", { name: "Restore /mode of config" });
  await expect(preview.getByRole("region", { name: "Difference" })).toContainText('"old"');
  await expect(preview.getByRole("img", { name: "1 changed" })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await preview.getByRole("button", { name: "Restore this place" }).click();
  await compare.close();
  await editor.expectValue("config", '{"rate":3,"mode":"old"}');
  await undo(page, "Restored /mode of config");
  await editor.expectValue("config", PRESENT);
}

async function conflicts({ explorer, editor, page }: Strata) {
  await explorer.select("list");
  await editor.expectValue("list", REORDERED);
  const history = await openHistory(page, "list");
  await history.getByText("Blame", { exact: true }).click();
  await history
    .getByRole("treeitem", { name: /price.*2/ })
    .getByRole("button")
    .last()
    .click();
  await history.getByRole("listbox", { name: "Versions" }).getByRole("option").nth(1).click();
  await history.getByRole("button", { name: "Go back to this version…" }).click();
  await expect(history.getByRole("list", { name: "Conflicts" })).toContainText(
    'Item 0 of the array is another one now ("a" instead of "b").',
  );
  await editor.expectValue("list", REORDERED);
  await history.getByRole("button", { name: "Put it there all the same" }).click();
  await editor.expectValue("list", REORDERED.replace("2", "1"));
  await undo(page, "Restored /0/price of list");
  await editor.expectValue("list", REORDERED);
}

async function ofKey({ explorer, editor, page }: Strata) {
  await explorer.select("config");
  const history = await openHistory(page, "config");
  const versions = history.getByRole("listbox", { name: "Versions" }).getByRole("option");
  await expect(versions.filter({ hasText: "2024" }).first()).toContainText("Edit of");
  const first = versions.filter({ hasText: "release" }).last();
  await expect(first.getByRole("time")).toHaveAttribute("title", /1 March 2024/);
  await first.click();
  await history.getByRole("button", { name: "Go back to this version…" }).click();
  await expect(history.getByRole("img", { name: "1 added" })).toBeVisible();
  await expect(history.getByRole("img", { name: "2 changed" })).toBeVisible();
  await history.getByRole("button", { name: "Restore the key" }).click();
  await expect(history).toHaveCount(0);
  await editor.expectValue("config", FIRST);
  await undo(page, /^Went back to Revision/);
  await editor.expectValue("config", PRESENT);
}

async function ofLeaf({ editor, page }: Strata) {
  const history = await openHistory(page, "config");
  await history.getByText("Blame", { exact: true }).click();
  const rate = history.getByRole("treeitem", { name: /rate/ });
  await expect(rate).toContainText("not in a snapshot");
  await rate.getByRole("button").last().click();
  const chart = history.getByRole("img", { name: "From 1 to 3 over 3 versions" });
  await expect(chart.locator("circle")).toHaveCount(3);
  const places = await chart
    .locator("circle")
    .evaluateAll((points) => points.map((point) => Number(point.getAttribute("cx"))));
  const [first = 0, second = 0, last = 0] = places;
  // A day lies between the first two, three between the second and the last.
  expect((second - first) / (last - first)).toBeCloseTo(0.25, 1);
  await chart.locator("circle").nth(1).click();
  await expect(history).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Looking at the past" })).toContainText("Revision 2");
  await editor.expectValue("config", FIRST.replace("1", "2"));
  await page.getByRole("button", { name: "Back to now" }).click();
}

async function openHistory(page: Page, key: string): Promise<Locator> {
  await page.getByRole("button", { name: "History of this key" }).click();
  return page.getByRole("dialog", { name: `History of ${key}` });
}

async function undo(page: Page, notice: string | RegExp): Promise<void> {
  const toast = page.getByLabel("Notifications").getByRole("status").filter({ hasText: notice });
  await toast.getByRole("button", { name: "Undo" }).click();
}

async function bringBack(page: Page, detail: Locator, name: string): Promise<void> {
  await detail.getByRole("treeitem", { name: new RegExp(name) }).click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Restore this from/ }).click();
}
