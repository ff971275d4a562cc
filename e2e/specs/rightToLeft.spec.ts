import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";

const NAME = "שלום";

test("F3 what is written from right to left stays in its place: names before values, old before new", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "hebrew");
  await makeStore(folder, async ({ write, snapshot }) => {
    await write("2024-03-01T09:00Z", { key: { [NAME]: "עולם ישן" } });
    await snapshot("2024-03-01T10:00Z", { tags: ["one"] });
    await write("2024-03-02T09:00Z", { key: { [NAME]: "עולם חדש" } });
  });
  const { page, explorer, editor, timeline, compare } = await launch({ paths: [folder] });
  await explorer.select("key");
  const preview = explorer.key("key").locator("bdi");
  await inOrder(preview.filter({ hasText: "שלום" }), preview.filter({ hasText: "עולם" }));

  await editor.showAs("Text");
  const line = editor.panel.locator(".cm-line").filter({ hasText: "שלום" });
  await inOrder(
    line.locator(".cm-iso").filter({ hasText: "שלום" }),
    line.locator(".cm-iso").filter({ hasText: "עולם" }),
  );

  await timeline.act("one", "Compare with now");
  const row = compare.detail.getByRole("treeitem").filter({ hasText: "שלום" });
  await inOrder(row.locator("bdi"), row.locator("del"));
  await inOrder(row.locator("del"), row.locator("ins"));
  await compare.detail.getByText("Text", { exact: true }).click();
  for (const side of ["Before", "After"]) {
    const text = page.getByRole("textbox", { name: side }).locator(".cm-line").filter({ hasText: "שלום" });
    await inOrder(
      text.locator(".cm-iso").filter({ hasText: "שלום" }),
      text.locator(".cm-iso").filter({ hasText: "עולם" }),
    );
  }
});

/** The first stands on the left of the second. */
async function inOrder(first: Locator, second: Locator): Promise<void> {
  const left = async (locator: Locator) => (await locator.first().boundingBox())?.x ?? Number.NaN;
  await expect(second.first()).toBeVisible();
  expect(await left(first)).toBeLessThan(await left(second));
}
