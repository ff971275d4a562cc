import { join } from "node:path";
import { accessibilityFaults, accessibilityTree } from "../accessibilityTree.ts";
import { makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";

const keys = Object.fromEntries(
  ["api.v1.users", "api.v1.teams", "api.v2.users", "api.health", "css.grid", "readme"].map((key, n) => [
    key,
    { title: `Number ${n}`, list: [1, { a: "x" }, null], on: true },
  ]),
);

test("F3 Chromium's accessibility tree has every control with its name, every row with its place and its value", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "read");
  await makeStore(folder, async ({ write, snapshot }) => {
    await write("2024-03-01T09:00Z", keys);
    await snapshot("2024-03-01T10:00Z", { tags: ["one"], description: "The first" });
    await write("2024-03-02T09:00Z", {
      "api.v1.users": { title: "Other", list: [2] },
      "css.gone": 1,
      readme: null,
    });
  });
  const strata = await launch({ paths: [folder] });
  const { page, explorer, timeline, compare } = strata;
  await expect(explorer.key("api.health")).toBeVisible();
  const sound = async (where: string) => expect(await accessibilityFaults(page), where).toEqual([]);

  await sound("the list of keys");
  const rows = (await accessibilityTree(page)).filter(({ role }) => role === "option");
  const health = rows.find(({ name }) => name.includes("api.health"))?.name;
  expect(health).toContain("object");
  expect(health).toContain('"title":"Number 3"');

  await explorer.showTree();
  for (const group of ["api", "v1", "css"]) {
    await explorer.branch(group).click();
  }
  await expect(explorer.branch("teams")).toBeVisible();
  await sound("the tree of keys");
  await expect(explorer.branch("teams")).toHaveAttribute("aria-level", "3");
  await expect(explorer.branch("teams")).toHaveAttribute("aria-setsize", "2");
  await explorer.branch("teams").click();
  await sound("a chosen key");

  await timeline.snapshot("one").click();
  await sound("a chosen snapshot");
  const inDialog = async (open: () => Promise<void>, name: string | RegExp) => {
    await open();
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog).toBeVisible();
    await sound(String(name));
    for (let presses = 0; presses < 3 && (await dialog.isVisible()); presses += 1) {
      await page.keyboard.press("Escape");
    }
    await expect(dialog).toHaveCount(0);
  };
  const press = (shortcut: string) => () => page.keyboard.press(shortcut);
  await inDialog(press("ControlOrMeta+k"), "Find");
  await inDialog(press("ControlOrMeta+Shift+n"), "New key");
  await inDialog(press("ControlOrMeta+Enter"), "Take snapshot");
  await inDialog(press("ControlOrMeta+Shift+f"), "Search through history");
  await inDialog(press("ControlOrMeta+e"), "Export");
  await inDialog(press("ControlOrMeta+,"), "Preferences");
  await inDialog(() => timeline.act("one", "Restore…"), /Restore/);

  await timeline.act("one", "Compare with now");
  await compare.select("api.v1.users");
  await expect(compare.detail.getByRole("treeitem").first()).toBeVisible();
  await sound("a comparison");
  await compare.detail.getByText("Side by side", { exact: true }).click();
  await sound("a comparison side by side");
  await compare.panel.getByRole("button", { name: "As a tree" }).click();
  await compare.panel.getByRole("tree", { name: "Changed keys" }).getByRole("treeitem").first().click();
  await sound("the changed keys as a tree");
});
