import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seriousViolations } from "../axe.ts";
import { type DatedStore, makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

test("any two moments are compared, key by key and inside a key, quietly, and reported", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "compared");
  await makeStore(folder, fill);
  const other = join(dataDirectory, "other.json");
  await writeFile(other, JSON.stringify({ "api.list": 1, elsewhere: true }));
  const strata = await launch({ paths: [folder] });
  await expect(strata.explorer.key("api.text")).toBeVisible();
  await test.step("snapshots, tags, revisions, the present, a file", () => anyTwo(strata, other));
  await test.step("totals by kind; filters by kind, key and path", () => filters(strata));
  await test.step("a tree with counts rolled up by separator", () => tree(strata));
  await test.step("one key: items by id, moves, folds, steps by key, layouts", () => oneKey(strata));
  await test.step("words inside long text, and the text difference", () => longText(strata));
  await test.step("quiet rules per key pattern", () => quiet(strata));
  await test.step("reports, copied and saved", () => reports(strata));
  await strata.app.quit();
  await test.step("the rules are there after a restart", async () => {
    const again = await launch({ paths: [folder] });
    await again.timeline.act("one", "Compare with now");
    await again.compare.select("api.stamp");
    await expect(again.compare.detail.getByRole("button", { name: "1 change hidden" })).toBeVisible();
  });
});

const LONG = "The quick brown fox jumps over the lazy dog, again and again, until the evening. ".repeat(3);
const items = (...ids: number[]) => ids.map((id) => ({ id, name: `item ${id}`, on: true, size: 1 }));

async function fill({ write, snapshot }: DatedStore): Promise<void> {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field${index}`, index]));
  await write("2024-03-01T09:00Z", {
    "api.list": { items: items(1, 2, 3, 4), many },
    "api.text": { text: LONG },
    "api.stamp": { value: 1, meta: { updatedAt: 1 } },
    "css.gone": 1,
    "css.order": { tags: ["a", "b", "c"] },
  });
  await snapshot("2024-03-01T10:00Z", { tags: ["one"] });
  await write("2024-03-02T09:00Z", {
    "api.list": {
      items: items(3, 1, 2, 4).map((item) => (item.id === 2 ? { ...item, size: 9 } : item)),
      many,
    },
    "api.text": { text: LONG.replace("lazy", "sleepy") },
    "api.stamp": { value: 1, meta: { updatedAt: 2 } },
    "css.gone": null,
    "css.order": { tags: ["c", "b", "a"] },
    "css.new": { deep: { version: 2 } },
  });
  await snapshot("2024-03-02T10:00Z", { tags: ["two"] });
  await write("2024-03-03T09:00Z", { later: 1 });
}

async function anyTwo({ timeline, compare, app, page }: Strata, other: string) {
  await timeline.act("one", "Compare with now");
  await compare.expectTotals({ added: 2, changed: 4, removed: 1 });
  await compare.choose("To", "two");
  await compare.expectTotals({ added: 1, changed: 4, removed: 1 });
  await compare.choose("From", "Revision 3");
  await compare.expectTotals({ added: 0, changed: 0, removed: 1 });
  await compare.panel.getByRole("button", { name: "Swap" }).click();
  await compare.expectTotals({ added: 1, changed: 0, removed: 0 });
  await compare.panel.getByRole("button", { name: /^To:/ }).click();
  await app.choosingFile(other, () => page.getByRole("button", { name: "A file…" }).click());
  await compare.expectTotals({ added: 1, changed: 1, removed: 4 });
  await compare.choose("From", "one");
  await compare.choose("To", "two");
}

async function filters({ compare }: Strata) {
  const { panel, changes } = compare;
  await panel.getByRole("button", { name: "4 changed" }).click();
  await expect(changes.getByRole("option")).toHaveCount(2);
  await panel.getByRole("button", { name: "4 changed" }).click();
  const byKey = panel.getByRole("searchbox", { name: "Filter changed keys" });
  await byKey.fill("css");
  await expect(changes.getByRole("option")).toHaveCount(3);
  await byKey.fill("");
  await panel.getByRole("button", { name: "By path inside the value" }).click();
  const byPath = panel.getByRole("searchbox", { name: "Filter by path inside the value" });
  await byPath.fill("**.updatedAt");
  await expect(changes.getByRole("option")).toHaveCount(1);
  await compare.expectChange("api.stamp", "changed");
  await byPath.fill("deep.version");
  await compare.expectChange("css.new", "added");
  await panel.getByRole("button", { name: "By path inside the value" }).click();
  await expect(changes.getByRole("option")).toHaveCount(6);
}

async function tree({ compare }: Strata) {
  const asTree = compare.panel.getByRole("button", { name: "As a tree" });
  await asTree.click();
  const css = compare.panel
    .getByRole("tree", { name: "Changed keys" })
    .getByRole("treeitem", { name: /^css\./ });
  for (const count of ["1 added", "1 changed", "1 removed"]) {
    await expect(css.first().getByRole("img", { name: count })).toBeVisible();
  }
  await asTree.click();
}

async function oneKey({ compare, page }: Strata) {
  await compare.select("api.list");
  const { detail } = compare;
  await expect(detail.getByRole("img", { name: "1 moved" }).first()).toBeVisible();
  await expect(detail.getByRole("img", { name: "1 changed" }).first()).toBeVisible();
  await expect(detail.getByText(/\d+ unchanged members?/).first()).toBeVisible();
  const rows = detail.getByRole("tree").getByRole("treeitem");
  const unfolded = await rows.count();
  await detail.getByText("Side by side", { exact: true }).click();
  await expect(rows).toHaveCount(unfolded);
  await detail.getByText("Unified", { exact: true }).click();
  await rows.first().click();
  await page.keyboard.press("]");
  const chosen = detail.locator('[role="treeitem"][data-active]');
  const first = await chosen.textContent();
  await page.keyboard.press("]");
  await expect(chosen).not.toHaveText(first ?? "");
  await page.keyboard.press("[");
  await expect(chosen).toHaveText(first ?? "");
}

async function longText({ compare }: Strata) {
  await compare.select("api.text");
  await expect(compare.detail.locator("del, ins").filter({ hasText: /^(lazy|sleepy)$/ })).toHaveCount(2);
  await compare.detail.getByText("Text", { exact: true }).click();
  await expect(compare.detail.locator(".cm-deletedText, .cm-changedText").first()).toBeVisible();
  await compare.detail.getByText("Unified", { exact: true }).click();
}

async function quiet({ compare, page }: Strata) {
  const { panel, detail } = compare;
  await panel.getByRole("button", { name: "Hide changes" }).click();
  const menu = page.getByRole("dialog", { name: "Hide changes" });
  await menu.getByRole("textbox", { name: "In keys" }).fill("api.*");
  await menu.getByRole("textbox", { name: "Ignore these paths" }).fill("**.updatedAt");
  await menu.getByRole("button", { name: "A rule for other keys" }).click();
  await menu.getByRole("textbox", { name: "In keys" }).last().fill("css.*");
  await menu.getByRole("checkbox", { name: "Ignore the order of items" }).last().check();
  expect(await seriousViolations(page)).toEqual([]);
  await menu.getByRole("button", { name: "Apply" }).click();
  await compare.select("api.stamp");
  await expect(detail.getByRole("button", { name: "1 change hidden" })).toBeVisible();
  await compare.select("css.order");
  await detail.getByRole("button", { name: /changes? hidden/ }).click();
  await expect(detail.getByRole("img", { name: /moved/ }).first()).toBeVisible();
}

async function reports({ compare, app, page }: Strata) {
  const open = () => compare.panel.getByRole("button", { name: "Copy or save the difference" }).click();
  await open();
  for (const format of ["JSON Patch (RFC 6902)", "Markdown", "HTML page"]) {
    await expect(page.getByRole("menuitem", { name: `Copy as ${format}` })).toBeVisible();
  }
  const path = await app.savingFile(() => page.getByRole("menuitem", { name: "Save as Markdown" }).click());
  await expect.poll(() => existsSync(path)).toBe(true);
  expect(await readFile(path, "utf8")).toContain("css.new");
  await open();
  await page.getByRole("menuitem", { name: "Copy as HTML page" }).click();
  await expect(page.getByText("Copied the difference as HTML page")).toBeVisible();
}
